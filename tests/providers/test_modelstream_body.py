"""The gateway's flat body: golden, built from the form's rows alone, and what the gateway can't be asked for."""

import json
from dataclasses import fields, replace
from pathlib import Path

import pytest

from lib.forms.draft import Order, OrderItem
from lib.forms.fields import MIB
from lib.forms.words import say
from lib.providers.modelstream_body import base64_bytes, build_flat_body, field_of, objections
from lib.providers.modelstream_profile import MODELSTREAM, GatewayProfile, Several
from tests.providers.gateways import web_links
from tests.providers.orders import FORM, file, order
from tests.providers.test_body import MOST, OTHER

GOLDEN = Path(__file__).parent / "golden"


@pytest.mark.parametrize(("name", "made"), [("least", order()), ("most", MOST)])
def test_the_body_is_flat_and_in_the_forms_own_names(name: str, made: Order) -> None:
    wanted = json.loads((GOLDEN / f"modelstream-{name}.json").read_text(encoding="utf-8"))
    assert build_flat_body(MODELSTREAM, FORM, made, web_links(made)) == wanted


def test_a_new_model_is_its_rows_and_nothing_else() -> None:
    made = Order(
        model="other-1.0",
        values={"words": "", "avoid": "", "length": 0, "loop": False},
        media=(
            OrderItem(field="shot", file=file("a"), voice=file("b")),
            OrderItem(field="last_frame", file=file("c")),
        ),
    )
    assert build_flat_body(MODELSTREAM, OTHER, made, web_links(made)) == {
        "model": "other-1.0",
        "words": "",
        "length": 0,
        "loop": False,
        "shot": "https://files.example/aaaa.png",
        "timbre": "https://files.example/bbbb.png",
        "last_frame": "https://files.example/cccc.png",
    }


def test_a_correction_is_one_line_of_the_profile() -> None:
    made = order()
    other = replace(MODELSTREAM, several=Several.LIST, names={"reference_image": "images", "ratio": "aspect_ratio"})
    body = build_flat_body(other, FORM, made, web_links(made))
    assert (body["images"], body["aspect_ratio"]) == (["https://files.example/aaaa.png"], "16:9")
    assert not {"reference_image", "ratio"} & set(body)
    assert field_of("images.0", other, FORM) == "reference_image[0]"


def test_a_voice_keeps_its_place_and_the_rest_is_left_out() -> None:
    second = order(
        OrderItem(field="reference_image", file=file("a")),
        OrderItem(field="reference_image", file=file("b"), voice=file("c")),
        OrderItem(field="reference_image", file=file("d")),
    )
    body = build_flat_body(MODELSTREAM, FORM, second, web_links(second))
    assert body["reference_voice"] == [None, "https://files.example/cccc.png"]


def test_a_file_without_a_link_is_a_mistake_of_ours() -> None:
    with pytest.raises(KeyError):
        build_flat_body(MODELSTREAM, FORM, order(), {})


@pytest.mark.parametrize(
    ("param", "field"),
    [
        ("duration", "duration"),
        ("reference_image", "reference_image"),
        ("reference_image[1]", "reference_image[1]"),
        ("reference_image.1", "reference_image[1]"),
        ("duration.3", "duration"),
        ("reference_image[x]", "reference_image"),
        ("size", ""),
        ("", ""),
    ],
)
def test_a_parameter_is_a_field_of_the_form(param: str, field: str) -> None:
    assert field_of(param, MODELSTREAM, FORM) == field


def _said(made: Order, profile: GatewayProfile = MODELSTREAM, *, links: bool = False) -> list[tuple[str, str]]:
    found = objections(profile, FORM, made, links_can_be_made=links)
    assert all(say(one, FORM) for one in found)
    return [(one.code, one.field) for one in found]


def test_a_picture_is_needed() -> None:
    clip = order(OrderItem(field="reference_video", file=file("b", "mp4", "video/mp4")))
    assert _said(clip) == [("gateway.required", "reference_image")]
    assert _said(order()) == []
    assert _said(MOST) == []


def test_what_does_not_fit_into_a_request_is_told_at_its_field() -> None:
    clip = OrderItem(field="reference_video", file=file("b", "mp4", "video/mp4", size=9 * MIB))
    picture = OrderItem(field="reference_image", file=file("a", size=4 * MIB))
    other = OrderItem(field="reference_image", file=file("c", size=3 * MIB))
    assert _said(order(picture, clip)) == [("gateway.too_large", "reference_video[0]")]
    assert _said(order(other, picture)) == [("gateway.too_large_together", "reference_image[1]")]
    assert _said(order(other, picture, clip), links=True) == []


def test_the_same_file_counts_at_each_of_its_places() -> None:
    voice = file("e", "wav", "audio/wav", size=4 * MIB)
    made = order(
        OrderItem(field="reference_image", file=file("a"), voice=voice),
        OrderItem(field="reference_image", file=file("b"), voice=voice),
    )
    assert [code for code, _field in _said(made)] == ["gateway.too_large_together"]


def test_a_gateway_that_takes_one_file_a_field_is_told_of_the_second() -> None:
    one = replace(MODELSTREAM, several=Several.ONE)
    assert _said(MOST, one) == [
        ("gateway.one_file", "reference_image[1]"),
        ("gateway.one_file", "reference_voice[2]"),
    ]


@pytest.mark.parametrize(("size", "length"), [(0, 0), (1, 4), (3, 4), (4, 8)])
def test_base64_is_a_third_longer(size: int, length: int) -> None:
    assert base64_bytes(size) == length


def test_what_is_not_confirmed_is_marked_by_the_names_of_the_profile() -> None:
    known = {row.name for row in fields(GatewayProfile)}
    assert set(MODELSTREAM.unconfirmed) < known
    assert not {"create_path", "required", "names"} & set(MODELSTREAM.unconfirmed)
