"""Models from JSON files: the way there and back, and what is said where one is not understood."""

import json
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lib.forms.catalog import load_catalog
from lib.forms.form import ModelForm
from lib.forms.node import NotUnderstood
from lib.forms.outside import form_from_json
from lib.forms.schema import model_as_json
from tests.forms.fillings import FORMS, errors, judged, least, most
from tests.forms.outside_model import MODEL, put, written

Change = Callable[[dict[str, Any]], object]


@pytest.mark.parametrize("form", FORMS.values(), ids=FORMS)
def test_there_and_back_is_the_same_form(form: ModelForm) -> None:
    told = json.loads(json.dumps(model_as_json(form)))
    again = form_from_json(told)
    assert again == form
    assert model_as_json(again) == told


def test_a_file_in_the_folder_is_a_model(tmp_path: Path) -> None:
    put(tmp_path, {**model_as_json(FORMS["wan2.7-r2v"]), "id": "wan2.7-r2v-next", "versions": []}, "next.json")
    catalog = load_catalog(put(tmp_path, written()))
    assert catalog.left_out == ()
    assert set(catalog.forms) == {*FORMS, "wan2.7-r2v-next", MODEL}
    form = catalog.forms[MODEL]
    assert errors(judged(form, least(form))) == []
    assert errors(judged(form, most(form), {"duration": 4})) == []
    assert form_from_json(json.loads(json.dumps(model_as_json(form)))) == form


def test_a_folder_that_is_not_there_holds_no_model(tmp_path: Path) -> None:
    assert set(load_catalog(tmp_path / "none").forms) == set(FORMS)


def at(*place: str | int) -> Callable[[object], Change]:
    """Make a change that puts a value at a place of the file."""

    def putting(value: object) -> Change:
        def change(data: dict[str, Any]) -> None:
            inner: Any = data
            for step in place[:-1]:
                inner = inner[step]
            inner[place[-1]] = value

        return change

    return putting


WRONG: dict[str, tuple[Change, str]] = {
    "no id": (lambda data: data.pop("id"), "the file lacks 'id'"),
    "an id that is there": (at("id")("wan2.7-t2v"), "id is 'wan2.7-t2v', which another model has already"),
    "a version that is there": (at("versions")(["wan2.7-r2v"]), "versions[0] is 'wan2.7-r2v'"),
    "an unknown key": (at("colour")("red"), "the file has 'colour', which is not known"),
    "no fields": (at("form_schema")([]), "form_schema must not be empty"),
    "fields that are no list": (at("form_schema")({}), "form_schema must be a list"),
    "a field that is none": (at("form_schema", 2)("voice"), "form_schema[2] must be an object"),
    "an unknown type": (at("form_schema", 0, "type")("number"), "form_schema[0].type must be one of"),
    "no type": (lambda data: data["form_schema"][1].pop("type"), "form_schema[1] lacks 'type'"),
    "no path": (lambda data: data["form_schema"][1].pop("path"), "form_schema[1] lacks 'path'"),
    "an empty path": (at("form_schema", 1, "path")([]), "form_schema[1].path must not be empty"),
    "a name with a space": (at("form_schema", 0, "name")("the prompt"), "form_schema[0].name must be a name"),
    "a name of ours": (at("form_schema", 0, "name")("service"), "form_schema[0].name must be another name"),
    "a name twice": (at("form_schema", 8, "name")("duration"), "form_schema[6] has the name 'duration'"),
    "a limit of another kind": (at("form_schema", 0, "minimum_side")(5), "form_schema[0] has 'minimum_side'"),
    "a length of words": (at("form_schema", 0, "max_length")("40"), "form_schema[0].max_length must be a whole"),
    "a flag of 1": (at("form_schema", 7, "default")(1), "form_schema[7].default must be true or false"),
    "a default beyond": (at("form_schema", 6, "default")(9), "form_schema[6].default must be from 1 to 8"),
    "a default of none of them": (at("form_schema", 5, "default")("8K"), "form_schema[5].default must be one of"),
    "bounds turned round": (at("form_schema", 6, "maximum")(0), "form_schema[6].maximum must be a whole number of"),
    "a format of another kind": (at("form_schema", 1, "formats")(["mp4"]), "form_schema[1].formats[0] must be one of"),
    "no format": (at("form_schema", 1, "formats")([]), "form_schema[1].formats must not be empty"),
    "an endless size": (at("form_schema", 1, "minimum_side")(float("inf")), "form_schema[1].minimum_side must be"),
    "sides turned round": (
        at("form_schema", 1, "maximum_side")(50),
        "form_schema[1].maximum_side must be at least 100",
    ),
    "voices of nobody": (at("form_schema", 2, "of")(["extra"]), "form_schema[2] names 'extra', which is not a list"),
    "tighter with nothing": (at("form_schema", 6, "tighter", 0, "when")("cast"), "form_schema[6] names 'cast'"),
    "a citation without a number": (
        at("form_schema", 1, "citation", "pattern")("{word}"),
        "form_schema[1].citation.pattern must hold {number}",
    ),
    "a citation that reads more": (
        at("form_schema", 1, "citation", "pattern")("{number.real}"),
        "form_schema[1].citation.pattern must hold {number}",
    ),
    "references of no list": (at("references", "fields")(["opening"]), "references.fields[0] is 'opening'"),
    "a set of no file": (at("permitted_sets", 1)(["actor"]), "permitted_sets[1][0] is 'actor'"),
    "an unknown service": (at("services")(["kling"]), "services[0] must be one of"),
    "no service": (at("services")([]), "services must not be empty"),
    "a price of words": (at("prices", 0, "per_second", "4K ultra")("half"), "prices[0].per_second.4K ultra must be"),
    "a price of less than nothing": (at("prices", 0, "per_second")({"x": -1}), "prices[0].per_second.x must be"),
    "a ratio ignored with nothing": (at("ratio_ignored_with")("frame"), "ratio_ignored_with must be one of"),
}


@pytest.mark.parametrize(("change", "said"), WRONG.values(), ids=WRONG)
def test_what_is_not_understood_is_said_with_its_place(tmp_path: Path, change: Change, said: str) -> None:
    data = written()
    change(data)
    catalog = load_catalog(put(tmp_path, data))
    assert set(catalog.forms) == set(FORMS)
    (failure,) = catalog.left_out
    assert failure.message.startswith("The model file studio.json is not understood")
    assert said in failure.message
    assert failure.advice


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "it is not JSON"),
        (b"{", "it is not JSON"),
        (b"\xff\xfe", "it is not JSON"),
        (b"[" * 100_000, "it is not JSON"),
        (b"[]", "the file must be an object"),
        (b"null", "the file must be an object"),
    ],
)
def test_a_file_that_is_no_model_leaves_the_others(tmp_path: Path, content: bytes, said: str) -> None:
    folder = put(tmp_path, written())
    (folder / "a.json").write_bytes(content)
    catalog = load_catalog(folder)
    assert MODEL in catalog.forms
    assert [said in failure.message for failure in catalog.left_out] == [True]


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=8,
)
PLACES = [
    *((key,) for key in model_as_json(FORMS["wan2.7-r2v"])),
    *(
        ("form_schema", index, key)
        for form in (FORMS["wan2.7-r2v"],)
        for index, row in enumerate(model_as_json(form)["form_schema"])
        for key in row
    ),
]


@given(JSON, st.sampled_from(PLACES))
def test_whatever_stands_anywhere_is_understood_or_refused(value: object, place: tuple[str | int, ...]) -> None:
    data = model_as_json(FORMS["wan2.7-r2v"])
    at(*place)(value)(data)
    with suppress(NotUnderstood):
        form = form_from_json(data)
        assert form_from_json(json.loads(json.dumps(model_as_json(form)))) == form
