"""Forms that were judged wrongly once: what a first reading of the rules gets wrong."""

from tests.check import clips, numbers, pictures
from tests.check.prompts import BOTH, FOREIGN, MISSING, says
from tests.check.table import PHOTO, SPEECH, WIDE, File, Given, Row, clip, frame, image, picture
from tests.media.specimens import followed_by

ANNA = image(PHOTO)
IGNORED = "ratio note ratio.ignored"

ROWS: tuple[Row, ...] = (
    # An English citation right beside a Chinese character.
    says("Image 1走进房间"),
    says("让Image 1走"),
    says("Image 1和Video 1拥抱", given=BOTH),
    says("Image 1 看着Image 9走", MISSING),
    says("@Image1走", FOREIGN),
    says("character1 walks.", FOREIGN),
    # The number 0 is said once.
    says("Image 1 and Image 0", MISSING),
    says("图1和图0", MISSING),
    says("Image 1 and @Image0", MISSING),
    # Lengths, sizes and other words are no citations; a third digit belongs to the number.
    says("Image 1 walks, in a video 5 seconds long."),
    says("图1走路,生成视频5秒"),
    says("图1走路,视频1080P高清"),
    says("图1指着地图3"),
    says("Image 1 and Image 100", MISSING),
    # The plain name of the other kind; a scene whose times are turned round; a scene of many digits.
    says("the reference video walks", "prompt note single.reference", "reference_image[0] warning citation.unused"),
    says("Scene 1 [3-0s]: Image 1", "prompt warning shots.backwards"),
    says("Image 1. Scene " + "1" * 4400 + " [0-5s]: x", name="a scene's number of 4,400 digits"),
    # What Python itself stumbles over.
    Row(name="a bracket", given=(ANNA,), values={"x[": 1}, expected=("x[ error field.not_taken",)),
    Row(name="a bracket with a letter", given=(ANNA,), values={"x[a]": 1}, expected=("x[a] error field.not_taken",)),
    Row(
        name="a ratio of superscripts",
        given=(ANNA, frame(WIDE)),
        values={"ratio": "²:1"},
        expected=("ratio error choice.unknown", IGNORED),
    ),
    numbers.given("duration", 10**400, "number.range"),
    numbers.given("seed", 10**400, "number.range"),
    # Of a format that isn't taken nothing more is known than its name.
    clips.one("webm with sound", clip("a.webm", codec="libvpx-vp9"), clips.FORMAT),
    clips.one("mkv with sound", clip("a.mkv"), clips.FORMAT),
    pictures.one("a moving gif", picture("a.gif", mode="P", frames=3), pictures.FORMAT),
    pictures.one("notes", File(name="a.webp", make=followed_by(b"camera notes", picture("a.webp").make))),
    # What no part of the app makes, and a check must still know.
    Row(
        name="two first frames",
        given=(ANNA, frame(WIDE), frame(WIDE)),
        expected=("first_frame error file.one", IGNORED),
    ),
    Row(
        name="a first frame with a voice",
        given=(ANNA, Given(field="first_frame", file=WIDE, voice=SPEECH)),
        expected=("reference_voice[1] error voice.stray", IGNORED),
    ),
)
