"""Every documented limit of wan2.7-r2v, at the edge and just outside it (`api-facts.md` section 2)."""

import pytest

from lib.facts import Flaw, Kind
from lib.forms.words import say
from tests.forms.builders import FORM, PICTURE, VOICE, Given, clip, found, frame, judge, picture, voiced

MIB = 1024 * 1024

FINE = {
    "a picture": [picture()],
    "a clip": [clip()],
    "five mixed": [picture(), clip(), picture(), clip(), picture()],
    "a first frame beside": [picture(), frame()],
    "a voice": [voiced(picture())],
    "smallest sides": [picture(width=240, height=240)],
    "largest sides": [picture(width=8000, height=8000)],
    "one to eight": [picture(width=240, height=1920)],
    "eight to one": [picture(width=1920, height=240)],
    "20 MB": [picture(size_bytes=20 * MIB)],
    "bmp": [picture(format="bmp")],
    "webp with alpha": [picture(format="webp", has_alpha=True)],
    "mov": [clip(format="mov")],
    "1 s": [clip(seconds=1.0)],
    "30 s": [clip(seconds=30.0)],
    "30.02 s, as a container says of 30": [clip(seconds=30.02)],
    "clip of 240": [clip(width=240, height=240)],
    "clip of 4096": [clip(width=4096, height=4096)],
    "100 MB": [clip(size_bytes=100 * MIB)],
    "voice of 1 s": [voiced(picture(), seconds=1.0)],
    "voice of 10.04 s, as an MP3 says of 10": [voiced(picture(), seconds=10.04)],
    "voice of 15 MB": [voiced(picture(), size_bytes=15 * MIB, format="mp3")],
}

WRONG = {
    "too narrow": ([picture(width=239)], "reference_image[0]", "media.sides"),
    "too low": ([picture(height=239)], "reference_image[0]", "media.sides"),
    "too wide": ([picture(width=8001, height=8000)], "reference_image[0]", "media.sides"),
    "over 8 to 1": ([picture(width=1921, height=240)], "reference_image[0]", "media.aspect"),
    "over 20 MB": ([picture(size_bytes=20 * MIB + 1)], "reference_image[0]", "media.bytes"),
    "png with alpha": ([picture(format="png", has_alpha=True)], "reference_image[0]", "media.alpha"),
    "gif": ([picture(format="gif")], "reference_image[0]", "media.format"),
    "heic": ([picture(format="heic")], "reference_image[0]", "media.format"),
    "a clip as a picture": ([("reference_image", clip()[1], None)], "reference_image[0]", "media.kind"),
    "a text as a picture": ([picture(kind=Kind.UNKNOWN, format="")], "reference_image[0]", "media.unrecognised"),
    "an empty file": ([picture(kind=Kind.UNKNOWN, flaw=Flaw.EMPTY)], "reference_image[0]", "media.empty"),
    "truncated": ([picture(), picture(flaw=Flaw.TRUNCATED)], "reference_image[1]", "media.truncated"),
    "undecodable": ([clip(flaw=Flaw.UNDECODABLE)], "reference_video[0]", "media.undecodable"),
    "a short clip": ([clip(seconds=0.9)], "reference_video[0]", "media.seconds"),
    "a long clip": ([clip(seconds=30.1)], "reference_video[0]", "media.seconds"),
    "a clip of no length": ([clip(seconds=None)], "reference_video[0]", "media.no_length"),
    "a clip over 4096": ([clip(width=4097, height=4096)], "reference_video[0]", "media.sides"),
    "a clip over 100 MB": ([clip(size_bytes=100 * MIB + 1)], "reference_video[0]", "media.bytes"),
    "webm": ([clip(format="webm")], "reference_video[0]", "media.format"),
    "a short voice": ([voiced(picture(), seconds=0.9)], "reference_voice[0]", "media.seconds"),
    "a long voice": ([voiced(picture(), seconds=10.1)], "reference_voice[0]", "media.seconds"),
    "a voice over 15 MB": ([voiced(picture(), size_bytes=15 * MIB + 1)], "reference_voice[0]", "media.bytes"),
    "a voice as m4a": ([voiced(picture(), format="m4a")], "reference_voice[0]", "media.format"),
    "a voice of a clip after a picture": (
        [voiced(clip(), seconds=11.0), picture()],
        "reference_voice[1]",
        "media.seconds",
    ),
    "a small first frame": ([picture(), frame(width=100)], "first_frame", "media.sides"),
    "six references": ([picture()] * 6, "reference_image[5]", "references.too_many"),
}

VALUES = {
    "duration 2": ({"duration": 2}, []),
    "duration 15": ({"duration": 15}, []),
    "duration as a slider gives it": ({"duration": 5.0}, []),
    "duration 1": ({"duration": 1}, [("duration", "number.range")]),
    "duration 16": ({"duration": 16}, [("duration", "number.range")]),
    "duration 5.5": ({"duration": 5.5}, [("duration", "number.not_whole")]),
    "duration nan": ({"duration": float("nan")}, [("duration", "number.range")]),
    "duration as text": ({"duration": "5"}, [("duration", "number.not_number")]),
    "duration as true": ({"duration": True}, [("duration", "number.not_number")]),
    "seed 0": ({"seed": 0}, []),
    "largest seed": ({"seed": 2147483647}, []),
    "seed below": ({"seed": -1}, [("seed", "number.range")]),
    "seed above": ({"seed": 2147483648}, [("seed", "number.range")]),
    "resolution in small letters": ({"resolution": "720p"}, [("resolution", "choice.unknown")]),
    "ratio 21:9": ({"ratio": "21:9"}, [("ratio", "choice.unknown")]),
    "prompt empty": ({"prompt": " \n "}, [("prompt", "text.empty")]),
    "prompt of 5000": ({"prompt": "Image 1" + "x" * 4993}, []),
    "prompt of 5001": ({"prompt": "Image 1" + " " + "x" * 4993}, [("prompt", "text.too_long")]),
    "prompt of 5000 emoji": ({"prompt": "Image 1 " + "🎬" * 4992}, []),
    "negative prompt of 500": ({"negative_prompt": "x" * 500}, []),
    "negative prompt of 501": ({"negative_prompt": "x" * 501}, [("negative_prompt", "text.too_long")]),
    "watermark as text": ({"watermark": "yes"}, [("watermark", "flag.not_flag")]),
    "a parameter of another model": ({"audio": True}, [("audio", "field.not_taken")]),
}


@pytest.mark.parametrize("files", FINE.values(), ids=FINE.keys())
def test_what_the_service_takes_passes(files: list[Given]) -> None:
    assert found(judge(*files)) == []


@pytest.mark.parametrize(("files", "field", "code"), WRONG.values(), ids=WRONG.keys())
def test_what_the_service_refuses_is_one_finding(files: list[Given], field: str, code: str) -> None:
    checked = judge(*files)
    assert found(checked) == [(field, code)]
    assert not checked.ok


@pytest.mark.parametrize(("values", "expected"), VALUES.values(), ids=VALUES.keys())
def test_values(values: dict[str, object], expected: list[tuple[str, str]]) -> None:
    checked = judge(picture(), values=values)
    assert found(checked) == expected


def test_with_a_clip_ten_seconds_are_the_most_and_it_is_said_why() -> None:
    assert found(judge(clip(), values={"duration": 10})) == []
    checked = judge(clip(), values={"duration": 11})
    assert found(checked) == [("duration", "number.tighter")]
    assert "with clips, 2 to 10 s is allowed" in say(checked.findings[0], FORM)


def test_all_problems_come_at_once_in_the_order_of_the_fields() -> None:
    checked = judge(
        picture(width=239),
        clip(seconds=40.0),
        values={"prompt": "", "duration": 99, "seed": -1, "resolution": "4K", "negative_prompt": "x" * 501},
    )
    assert [field for field, _ in found(checked)] == [
        "prompt",
        "reference_image[0]",
        "reference_video[0]",
        "negative_prompt",
        "resolution",
        "duration",
        "seed",
    ]


REMARKS = {
    "an animated picture": ([picture(frames=12)], "reference_image[0]", "picture.animated"),
    "a picture for print": ([picture(color_mode="CMYK")], "reference_image[0]", "picture.cmyk"),
    "a small picture for 1080P": ([picture(width=300, height=300)], "reference_image[0]", "picture.small"),
    "a clip that browsers can't show": ([clip(video_codec="hevc")], "reference_video[0]", "clip.codec"),
    "a clip without sound or voice": ([clip(has_audio=False)], "reference_video[0]", "clip.silent"),
    "a quiet voice": ([voiced(picture(), loudness_db=-50.0)], "reference_voice[0]", "voice.quiet"),
    "a silent voice": ([voiced(picture(), loudness_db=-120.0)], "reference_voice[0]", "voice.silent"),
}


@pytest.mark.parametrize(("files", "field", "code"), REMARKS.values(), ids=REMARKS.keys())
def test_what_may_disappoint_is_a_warning_and_goes_through(files: list[Given], field: str, code: str) -> None:
    checked = judge(*files)
    assert found(checked, "error", "warning") == [(field, code)]
    assert checked.ok
    assert say(checked.findings[0], FORM)


def test_a_clip_without_sound_may_have_a_voice() -> None:
    assert found(judge(voiced(clip(has_audio=False))), "warning") == []


def test_a_small_picture_is_enough_for_720p() -> None:
    assert found(judge(picture(width=300, height=300), values={"resolution": "720P"}), "warning") == []


def test_no_reference_and_a_first_frame_alone_are_refused() -> None:
    assert ("reference_image", "references.none") in found(judge(values={"prompt": "A cat."}))
    assert ("reference_image", "references.frame_alone") in found(judge(frame(), values={"prompt": "A cat."}))


def test_a_voice_without_a_reference_is_named() -> None:
    assert ("reference_voice[1]", "voice.stray") in found(judge(picture(), stray=(VOICE,)))


def test_the_sentence_says_what_was_found_and_what_is_allowed() -> None:
    checked = judge(picture(), picture(width=180, height=320))
    assert say(checked.findings[0], FORM) == (
        "Image 2 is 180 × 320 px; each side must be 240 to 8000 px. A larger one is best: enlarging it adds no detail."
    )


def test_a_picture_too_small_to_be_taken_is_said_to_be_that_alone() -> None:
    checked = judge(picture(width=60, height=40), values={"resolution": "1080P"})
    assert found(checked, "error", "warning") == [("reference_image[0]", "media.sides")]


def test_an_order_is_whole_and_typed() -> None:
    order = judge(clip(), picture(), voiced(picture()), values={"duration": 4.0, "seed": 0}).order
    assert order is not None
    assert [item.field for item in order.media] == ["reference_video", "reference_image", "reference_image"]
    assert order.media[2].voice is not None
    assert order.media[2].voice.format == "wav"
    assert order.values["duration"] == 4
    assert isinstance(order.values["duration"], int)
    assert order.values["seed"] == 0
    assert order.values["resolution"] == "1080P"
    assert type(order).from_json(order.as_json()) == order


def test_a_first_frame_makes_the_ratio_a_note() -> None:
    wide = frame(width=1280, height=720)
    assert found(judge(picture(), wide), "warning", "note") == [("ratio", "ratio.ignored")]
    assert ("first_frame", "frame.aspect") in found(judge(picture(), frame()), "warning")


def test_the_documented_numbers() -> None:
    """A golden of the page's own numbers, so that a slip in the table shows."""
    pictures = next(FORM.lists())
    assert pictures.rule.sides is not None
    assert (pictures.rule.sides.minimum, pictures.rule.sides.maximum) == (240, 8000)
    assert (pictures.rule.max_bytes, pictures.rule.widest) == (20 * MIB, 8)
    assert PICTURE.kind == pictures.rule.kind
    assert FORM.references is not None
    assert (FORM.references.minimum, FORM.references.maximum) == (1, 5)
    assert FORM.pixels["1080P", "3:4"] == (1248, 1648)
    assert [row.name for row in FORM.fields] == [
        "prompt",
        "reference_image",
        "reference_video",
        "reference_voice",
        "first_frame",
        "negative_prompt",
        "resolution",
        "ratio",
        "duration",
        "prompt_extend",
        "watermark",
        "seed",
    ]
