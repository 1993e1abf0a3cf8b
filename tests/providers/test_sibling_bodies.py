"""The request bodies of the models beside wan2.7-r2v, as documented (`api-facts.md` 5.4 to 5.8), and the way back."""

import json
from pathlib import Path
from typing import Any

import pytest

from lib.forms.catalog import load_catalog
from lib.forms.draft import Order, OrderItem
from lib.forms.fields import OneFile, Scalar
from lib.forms.form import ModelForm
from lib.providers.dashscope_body import build_body, field_named
from tests.providers.orders import file

GOLDEN = Path(__file__).parent / "golden"
FORMS = load_catalog().forms

CASES: dict[str, tuple[str, tuple[str, ...], dict[str, Scalar]]] = {
    "wan2.7-t2v-least": ("wan2.7-t2v", (), {"prompt": "A fox runs."}),
    "wan2.7-t2v-most": (
        "wan2.7-t2v-2026-06-12",
        ("audio_url",),
        {
            "prompt": "A fox sings.",
            "negative_prompt": "rain",
            "resolution": "720P",
            "ratio": "3:4",
            "duration": 15,
            "prompt_extend": False,
            "watermark": True,
            "seed": 0,
        },
    ),
    "wan2.7-i2v-least": ("wan2.7-i2v", ("first_frame",), {}),
    "wan2.7-i2v-most": (
        "wan2.7-i2v",
        ("first_frame", "last_frame", "driving_audio"),
        {"prompt": "It rains.", "negative_prompt": "snow", "resolution": "720P", "duration": 2, "seed": 7},
    ),
    "wan2.7-i2v-continued": ("wan2.7-i2v", ("first_clip", "last_frame"), {"prompt": "It rains.", "duration": 12}),
    "wan2.7-videoedit-least": ("wan2.7-videoedit", ("video",), {}),
    "wan2.7-videoedit-most": (
        "wan2.7-videoedit",
        ("video", "reference_image", "reference_image"),
        {
            "prompt": "Give her the coat.",
            "negative_prompt": "hats",
            "resolution": "720P",
            "ratio": "9:16",
            "duration": 4,
            "audio_setting": "origin",
            "prompt_extend": False,
            "watermark": True,
            "seed": 2147483647,
        },
    ),
    "happyhorse-1.1-r2v-least": ("happyhorse-1.1-r2v", ("reference_image",), {"prompt": "[Image 1] runs."}),
    "happyhorse-1.1-r2v-most": (
        "happyhorse-1.1-r2v",
        ("reference_image", "reference_image", "reference_image"),
        {
            "prompt": "[Image 1] meets [Image 2] and [Image 3].",
            "resolution": "720P",
            "ratio": "21:9",
            "duration": 3,
            "watermark": False,
            "seed": 1,
        },
    ),
}
TYPES = {"clip": ("mp4", "video/mp4"), "sound": ("mp3", "audio/mpeg"), "picture": ("png", "image/png")}


def form_of(model: str) -> ModelForm:
    form = load_catalog().get(model)
    assert form is not None
    return form


def order_of(name: str) -> Order:
    """The order of a case: the model's defaults, then what is given; the files are a, b, c in their order."""
    model, fields, values = CASES[name]
    form = form_of(model)
    filled = {row.name: form.default(row.name) for row in form.scalars()}
    media = []
    for letter, field in zip("abc", fields, strict=False):
        row = form.get(field)
        kind, mime = TYPES[str(row.rule.kind)] if isinstance(row, OneFile) else TYPES["picture"]
        media.append(OrderItem(field=field, file=file(letter, kind, mime)))
    return Order(model=model, values={**filled, **values}, media=tuple(media))


@pytest.mark.parametrize("name", CASES)
def test_the_body_is_the_documented_one(name: str) -> None:
    made = order_of(name)
    short = {one.sha256: f"oss://bucket/{one.sha256[:4]}.{one.format}" for one in made.files()}
    expected: Any = json.loads((GOLDEN / f"{name}.json").read_text(encoding="utf-8"))
    assert build_body(form_of(made.model), made, short) == expected


def test_every_model_has_its_golden_bodies() -> None:
    shipped = {form.id for form in FORMS.values()}
    for model in shipped:
        for much in ("least", "most"):
            body = json.loads((GOLDEN / f"{model}-{much}.json").read_text(encoding="utf-8"))
            assert body["model"] in (model, *FORMS[model].versions)


@pytest.mark.parametrize(
    ("name", "message", "field"),
    [
        ("wan2.7-t2v-most", "url error at input.audio_url", "audio_url"),
        ("wan2.7-i2v-most", "Field required: input.media.1.url", "last_frame"),
        ("wan2.7-i2v-most", "input.media.2.url is too long", "driving_audio"),
        ("wan2.7-i2v-most", "input.media.3.url", ""),
        ("wan2.7-videoedit-most", "input.media.2.url is too small", "reference_image[1]"),
        ("wan2.7-videoedit-most", "parameters.audio_setting is unknown", "audio_setting"),
        ("happyhorse-1.1-r2v-most", "input.media[2].url", "reference_image[2]"),
    ],
)
def test_a_place_in_the_body_is_a_field_of_the_form(name: str, message: str, field: str) -> None:
    made = order_of(name)
    assert field_named(message, form_of(made.model), made) == field


def test_a_file_whose_link_stands_by_itself_is_no_entry_of_the_list() -> None:
    """A model that has both would count its entries without it."""
    base = FORMS["wan2.7-i2v"]
    sound = next(iter(FORMS["wan2.7-t2v"].singles()))
    form = ModelForm(id="both", title="", summary="", fields=(*base.fields, sound))
    media = (
        OrderItem(field="audio_url", file=file("a", "mp3", "audio/mpeg")),
        OrderItem(field="first_frame", file=file("b")),
    )
    made = Order(model="both", values=order_of("wan2.7-i2v-least").values, media=media)
    body = build_body(form, made, {one.sha256: one.sha256[:1] for one in made.files()})
    assert body["input"] == {"media": [{"type": "first_frame", "url": "b"}], "audio_url": "a"}
    assert field_named("input.media.0.url", form, made) == "first_frame"
    assert field_named("input.audio_url", form, made) == "audio_url"
