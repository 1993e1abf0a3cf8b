"""Prompts: their length, whom they cite and how, and scenes (`api-facts.md` sections 2.1, 2.4 and 2.5)."""

from tests.check.table import ABSENT, PHOTO, WALK, WIDE, Given, Row, frame, image, video

MISSING = "prompt error citation.missing"
FOREIGN = "prompt warning citation.foreign"
TOO_LONG = "prompt error text.too_long"
# What a single reference that is never named gets.
UNNAMED = ("prompt note single.reference", "reference_image[0] warning citation.unused")

ANNA = (image(PHOTO),)
WALKER = (video(WALK),)
BOTH = (image(PHOTO), video(WALK))
THREE = (image(PHOTO), video(WALK), image(PHOTO))


def says(prompt: object, *expected: str, given: tuple[Given, ...] = ANNA, name: str = "", **values: object) -> Row:
    """A form with this prompt."""
    return Row(
        name=name or repr(prompt), given=given, expected=expected, values={"prompt": prompt, "duration": 5, **values}
    )


def long(count: int, letter: str, *expected: str) -> Row:
    """A prompt of so many characters that cites the one reference."""
    words = "Image 1 "
    return says(words + letter * (count - len(words)), *expected, name=f"{count} characters, {letter}")


LENGTHS = (
    *(row for letter in "x字🎬。" for row in (long(4999, letter), long(5000, letter), long(5001, letter, TOO_LONG))),
    says("Image 1 " + "👨‍👩‍👧" * 998, name="998 families of 5 characters each"),
    says("Image 1 " + "👨‍👩‍👧" * 999, TOO_LONG, name="999 families of 5 characters each"),
    says("Image 1 " + "e\u0301" * 2496, name="2496 accents of their own"),
    says("Image 1 " + "e\u0301" * 2497, TOO_LONG, name="2497 accents of their own"),
    says("", "prompt error text.empty"),
    says(" \n\t", "prompt error text.empty"),
    says("\u3000", "prompt error text.empty"),
    says(ABSENT, "prompt error text.empty", name="no prompt"),
    says("Image 1 \ud83d", "prompt error text.broken", name="half of an emoji"),
    says(None, "prompt error text.not_text"),
    says(5, "prompt error text.not_text"),
    says(["Image 1"], "prompt error text.not_text"),
    says('Image 1\nsays: "你好"\r\n<b>bold</b> & {label} %s', name="line ends, quotes, markup and braces"),
)

CITED = (
    says("Image 1 waves."),
    says("the cat in Image 1's arms"),
    says("图1挥手。"),
    says("图1把杯子递给视频1", given=BOTH),
    says("Image 2 hugs Image 1 and Video 1.", given=THREE),
    says("图2拥抱图1,视频1在唱歌", given=THREE),
    says("Image 1 looks at Image 1."),
    says("Image 1080p is no citation", *UNNAMED),
    says("imagine 1 thing", *UNNAMED),
    says("Somebody walks.", *UNNAMED),
    says("Somebody dances.", UNNAMED[0], "reference_video[0] warning citation.unused", given=WALKER),
    says("The reference image comes alive."),
    says("参考图片中的人在跳舞"),
    says("参考视频中的人在跳舞", given=WALKER),
    says("the reference video dances", given=WALKER),
    says("Image 1 walks.", "reference_video[0] warning citation.unused", given=BOTH),
    says("Video 1 walks.", "reference_image[0] warning citation.unused", given=BOTH),
    says(
        "Nobody.",
        "reference_image[0] warning citation.unused",
        "reference_image[1] warning citation.unused",
        "reference_video[0] warning citation.unused",
        given=THREE,
    ),
    says("Image 1 opens the film.", "ratio note ratio.ignored", given=(image(PHOTO), frame(WIDE))),
)

NOT_THERE = (
    says("Image 1 meets Image 2.", MISSING),
    says("Image 1 meets Video 1.", MISSING),
    says("Image 1 meets Image 2 and Image 3.", MISSING, MISSING),
    says("Image 1 meets Image 2 and Image 2.", MISSING),
    says("图1和图2", MISSING),
    says("图1和视频1", MISSING),
    says("Image 1 meets Image 2 in a first frame.", MISSING, "ratio note ratio.ignored", given=(*ANNA, frame(WIDE))),
    says("Image 1", MISSING, "reference_image error references.none", given=()),
    says("Image 1 meets Image 99.", MISSING),
    says("Image 1 and character9", MISSING),
    says("@Image2 meets Image 1", MISSING, FOREIGN),
)

OTHER_FORMS = (
    *(
        says(f"{cited} waves.", FOREIGN)
        for cited in (
            "@Image1",
            "@image1",
            "@Image 1",
            "@image_1",
            "[Image 1]",
            "[image1]",
            "<<<image_1>>>",
            "<<<image 1>>>",
            "<image1>",
            "image1",
            "image 1",
            "image_1",
            "Image1",
            "IMAGE 1",
            "Image 01",
            "图 1",
            "图片1",
            "图片 1",
            "图像1",
            "图１",
            "Image １",
        )
    ),
    *(
        says(f"{cited} waves.", FOREIGN, given=WALKER)
        for cited in ("@Video1", "[Video 1]", "<<<video_1>>>", "video1", "video 1", "视频 1")
    ),
    says("@Image1 and @Image1 again", FOREIGN),
    says("@Image1 and [Image 1]", FOREIGN, FOREIGN),
    says("@Image1, whom Image 1 knows", FOREIGN),
    says("Image 1 and character1", FOREIGN),
    says("Image 1, Video 1 and character2", FOREIGN, given=BOTH),
)

SCENES = (
    says("Scene 1 [0-3s]: Image 1 wakes. Scene 2 [3-5s]: Image 1 leaves."),
    says("第1个镜头[0-3秒] 图1醒来。第2个镜头[3-5秒] 图1离开。"),
    says("第一个镜头[0-3秒]:图1醒来。第二个镜头[3-5秒]:图1离开。"),
    says("Scene 1 [0-2.5s]: Image 1 wakes. Scene 2 [2.5-5s]: Image 1 leaves."),
    says("Scene 1 [0-3s]: Image 1 wakes. Scene 2 [3-6s]: Image 1 leaves.", "prompt warning shots.beyond"),
    says("Scene 1 [0-3s]: Image 1 wakes. Scene 2 [3-6s]: Image 1 goes.", duration=6),
    says("第1个镜头[0-9秒] 图1醒来。", "prompt warning shots.beyond"),
    says("Scene 1 [0-3s]: Image 1 wakes.", "prompt warning shots.short"),
    says("Scene 1 [0-3s]: Image 1 wakes. Scene 2 [2-5s]: Image 1 leaves.", "prompt warning shots.overlap"),
    says("Scene 1 [0-2s]: Image 1 wakes. Scene 2 [3-5s]: Image 1 leaves.", "prompt warning shots.gap"),
    says(
        "Scene 1 [0-2s]: Image 1. Scene 2 [3-9s]: Image 1. Scene 3 [8-10s]: Image 1.",
        "prompt warning shots.beyond",
        "prompt warning shots.beyond",
        "prompt warning shots.gap",
        "prompt warning shots.overlap",
    ),
    says("Scene 1 [0-9s]: Image 1 wakes.", "duration error number.not_number", duration="5"),
    says("Scene 1 [0-16s]: Image 1.", "prompt warning shots.beyond", "duration error number.range", duration=15.5),
    says("Scene 1: Image 1 wakes. Scene 2: Image 1 leaves."),
    says("Generate a single-shot video of Image 1."),
    says("[0-3s] Image 1 wakes."),
)

ROWS = (*LENGTHS, *CITED, *NOT_THERE, *OTHER_FORMS, *SCENES)
