"""The request body: golden for wan2.7-r2v, and built from the form's rows alone for a model that doesn't exist."""

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from lib.facts import Kind
from lib.forms.draft import Order, OrderFile, OrderItem
from lib.forms.fields import Citation, Flag, MediaRule, OneFile, References, Text, Voices, WholeNumber
from lib.forms.form import ModelForm
from lib.providers.dashscope_body import build_body, field_named
from tests.providers.orders import FORM, file, order

GOLDEN = Path(__file__).parent / "golden"


def short(made: Order) -> dict[str, str]:
    return {one.sha256: f"oss://bucket/{one.sha256[:4]}.{one.format}" for one in made.files()}


def golden(name: str) -> Any:
    return json.loads((GOLDEN / f"{name}.json").read_text(encoding="utf-8"))


MOST = order(
    OrderItem(field="reference_image", file=file("a"), voice=file("e", "mp3", "audio/mpeg")),
    OrderItem(field="reference_video", file=file("b", "mp4", "video/mp4"), voice=file("f", "wav", "audio/wav")),
    OrderItem(field="reference_image", file=file("c", "webp", "image/webp")),
    OrderItem(field="first_frame", file=file("d", "jpeg", "image/jpeg")),
    prompt='Image 1 says "你好" to Video 1 🙂',
    negative_prompt="low quality, blurry",
    resolution="720P",
    ratio="9:16",
    duration=10,
    prompt_extend=False,
    watermark=True,
    seed=0,
)


@pytest.mark.parametrize(("name", "made"), [("least", order()), ("most", MOST)])
def test_the_body_is_the_documented_one(name: str, made: Order) -> None:
    assert build_body(FORM, made, short(made)) == golden(f"wan2.7-r2v-{name}")


def test_the_body_survives_the_way_through_a_record() -> None:
    again = Order.from_json(json.loads(json.dumps(MOST.as_json())))
    assert build_body(FORM, again, short(again)) == golden("wan2.7-r2v-most")


def test_a_dated_version_goes_by_its_own_name() -> None:
    made = replace(order(), model="wan2.7-r2v-2026-06-12")
    assert build_body(FORM, made, short(made))["model"] == "wan2.7-r2v-2026-06-12"


def test_a_file_without_a_link_is_a_mistake_of_ours() -> None:
    with pytest.raises(KeyError):
        build_body(FORM, order(), {})


def _rule(kind: Kind) -> MediaRule:
    return MediaRule(kind=kind, formats=("png",), max_bytes=1)


OTHER = ModelForm(
    id="other-1.0",
    title="",
    summary="",
    fields=(
        Text(name="words", label="", help="", path=("input", "text", "body"), max_chars=9, required=True),
        Text(name="avoid", label="", help="", path=("input", "text", "avoid"), max_chars=9),
        References(
            name="shot",
            label="",
            help="",
            path=("input", "files"),
            rule=_rule(Kind.PICTURE),
            citation=Citation(english="Shot", chinese="镜头"),
            max_items=9,
        ),
        Voices(name="timbre", label="", help="", path=("input", "files"), rule=_rule(Kind.SOUND), of=("shot",)),
        OneFile(name="last_frame", label="", help="", path=("input", "ends"), rule=_rule(Kind.PICTURE)),
        WholeNumber(name="length", label="", help="", path=("length",), minimum=0, maximum=9, default=1),
        Flag(name="loop", label="", help="", path=("parameters", "loop"), default=False),
    ),
    references=None,
    pixels={},
    prices=(),
)


def test_a_new_model_is_its_rows_and_nothing_else() -> None:
    made = Order(
        model="other-1.0",
        values={"words": "", "avoid": "", "length": 0, "loop": False},
        media=(
            OrderItem(field="shot", file=file("a"), voice=file("b")),
            OrderItem(field="last_frame", file=file("c")),
        ),
    )
    assert build_body(OTHER, made, short(made)) == {
        "model": "other-1.0",
        "input": {
            "text": {"body": ""},
            "files": [{"type": "shot", "url": "oss://bucket/aaaa.png", "timbre": "oss://bucket/bbbb.png"}],
            "ends": [{"type": "last_frame", "url": "oss://bucket/cccc.png"}],
        },
        "length": 0,
        "parameters": {"loop": False},
    }


@pytest.mark.parametrize(
    ("message", "field"),
    [
        ("Field required: input.media.0.url", "reference_image[0]"),
        ("Field required: input.media.1.type", "reference_video[0]"),
        ("input.media[2].url is bad", "reference_image[1]"),
        ("input.media.3.url is bad", "first_frame"),
        ("input.media.0.reference_voice is bad", "reference_voice[0]"),
        ("input.media.1.reference_voice is bad", "reference_voice[2]"),
        ("input.media.9.url is bad", ""),
        ("Field required: input.media", ""),
        ("parameters.duration must be at most 10", "duration"),
        ("see input.nothing, then parameters.seed", "seed"),
        ("input.prompt is too long", "prompt"),
        ("my.input.prompting.x", ""),
        ("no place at all", ""),
        ("", ""),
    ],
)
def test_a_place_in_the_body_is_a_field_of_the_form(message: str, field: str) -> None:
    assert field_named(message, FORM, MOST) == field


def test_one_content_in_two_places_is_one_link() -> None:
    twice: OrderFile = file("a")
    made = order(OrderItem(field="reference_image", file=twice), OrderItem(field="first_frame", file=twice))
    assert [item["url"] for item in build_body(FORM, made, short(made))["input"]["media"]] == [
        "oss://bucket/aaaa.png"
    ] * 2
