"""A parameter is said in one place: a row of a model file reaches everything, and a row taken out leaves nothing."""

import json
from pathlib import Path
from typing import Any

import gradio as gr
import pytest

from lib.forms.catalog import Catalog, load_catalog
from lib.forms.check import Checked, check
from lib.forms.cost import Tariff
from lib.forms.form import ModelForm
from lib.forms.schema import model_as_json
from lib.forms.tables import limits_table
from lib.forms.words import say
from lib.providers.dashscope_body import build_body
from lib.providers.examples import request_example
from lib.ui.drafts import draft_from_arguments
from lib.ui.places import places
from lib.ui.tray_faces import references_face, single_face
from lib.ui.widgets import face, scalar_rows, widget
from tests.forms.fillings import Given, draft_of, fine, rule_of
from tests.forms.outside_model import MODEL, put, without, written

BEIJING = Tariff(service="dashscope", region="cn-beijing")
NAMES = [row["name"] for row in written()["form_schema"]]
# What each field's row is worth, and a value that it refuses with these words.
REFUSED: dict[str, tuple[object, str]] = {
    "prompt": ("x" * 81, "80 at most"),
    "resolution": ("720P", "it can be 4K ultra"),
    "duration": (9, "with actors, 1 to 4 s"),
    "slow_motion": ("yes", "true or false"),
    "dice": (100, "0 to 99"),
}


@pytest.fixture
def catalog(tmp_path: Path) -> Catalog:
    return load_catalog(put(tmp_path / "models", written()))


@pytest.fixture
def form(catalog: Catalog) -> ModelForm:
    return catalog.forms[MODEL]


def files(form: ModelForm) -> list[Given]:
    """One actor with a voice, the opening and the score, as far as the form has them."""
    given: list[Given] = []
    if form.has("actor"):
        voice = fine(form.voices.rule) if form.voices is not None else None
        given.append(("actor", fine(rule_of(form, "actor")), voice))
    return given + [(row.name, fine(row.rule), None) for row in form.singles()]


def verdict(form: ModelForm, values: dict[str, object] | None = None) -> Checked:
    draft, facts = draft_of(form, files(form), values)
    return check(draft, form, facts, BEIJING)


def body_of(form: ModelForm) -> dict[str, Any]:
    order = verdict(form, {"dice": 6} if form.has("dice") else None).order
    assert order is not None
    return build_body(form, order, {one.sha256: f"link-{one.stored_name[-5:]}" for one in order.files()})


def test_a_row_reaches_the_widget(form: ModelForm) -> None:
    made = {row.name: widget(row) for row in scalar_rows(form)}
    assert [type(one).__name__ for one in made.values()] == ["Textbox", "Radio", "Slider", "Checkbox", "Textbox"]
    slider = made["duration"]
    assert isinstance(slider, gr.Slider)
    assert (slider.minimum, slider.maximum, slider.value, slider.label) == (1, 8, 3, "Duration, s")


def test_a_row_reaches_the_page(catalog: Catalog, form: ModelForm) -> None:
    page = places(catalog)
    assert list(page.scalars_of(form)) == ["prompt", "resolution", "duration", "slow_motion", "dice"]
    assert list(page.singles_of(form)) == ["opening", "score"]
    # The Wan models' place, with another face while this model is chosen.
    assert page.scalars["resolution"] == catalog.default.get("resolution")
    assert face(page.scalars_of(form)["resolution"])["choices"] == [("4K ultra", "4K ultra")]
    tray = references_face(form)
    assert (tray["title"], tray["slots"], tray["voices"]) == ("Actors", 3, True)
    assert tray["words"]["en"]["label_picture"] == "Actor 1"
    assert single_face(page.singles_of(form)["opening"], form)["accept"] == [".png", ".jpg", ".jpeg"]


def test_a_name_that_means_another_kind_has_a_place_of_its_own(tmp_path: Path) -> None:
    data = without("dice")
    data["form_schema"].append({**written()["form_schema"][-1], "name": "ratio"})
    catalog = load_catalog(put(tmp_path, data))
    page = places(catalog)
    assert list(page.scalars_of(catalog.forms[MODEL]))[-1] == "ratio-seed"
    assert "ratio" in page.scalars_of(catalog.default)


@pytest.mark.parametrize("name", REFUSED)
def test_a_row_reaches_the_check_and_its_words(form: ModelForm, name: str) -> None:
    value, said = REFUSED[name]
    wrong = [one for one in verdict(form, {name: value}).findings if one.severity == "error"]
    assert [one.field for one in wrong] == [name]
    assert said in say(wrong[0], form)


def test_a_row_of_files_reaches_the_check(form: ModelForm) -> None:
    assert verdict(form).ok
    draft, facts = draft_of(form, [("actor", fine(rule_of(form, "actor")), None)] * 4)
    found = check(draft, form, facts, BEIJING).findings
    assert [(one.field, one.code) for one in found if one.severity == "error"] == [
        ("actor[3]", "references.too_many"),
        ("opening", "sets.none"),
    ]


def test_a_row_reaches_the_body(form: ModelForm) -> None:
    body = body_of(form)
    assert body["parameters"] == {"size": "4K ultra", "seconds": 3, "slow": True, "dice": 6}
    assert [sorted(item) for item in body["input"]["media"]] == [["type", "url", "voice_of_actor"], ["type", "url"]]
    assert body["input"]["score_url"].startswith("link-")
    assert body["input"]["prompt"] == "#Actor1 and nobody go home."


def test_a_row_reaches_the_price(form: ModelForm) -> None:
    cost = verdict(form, {"duration": 4}).cost
    assert (cost.currency, cost.low, cost.high) == ("USD", 2.0, 2.0)


def test_a_row_reaches_the_schema_the_docs_and_the_example(form: ModelForm) -> None:
    assert [row["name"] for row in model_as_json(form)["form_schema"]] == NAMES
    order = verdict(form).order
    assert order is not None
    example = request_example(form, order, "sandbox", "http://127.0.0.1/api/v1", "curl")
    for part in ('"score_url"', '"voice_of_actor"', '"slow": true', '"seconds": 3', f'"model": "{MODEL}"'):
        assert part in example
    assert all(f"| `{name}` |" in limits_table(form) for name in NAMES)


@pytest.mark.parametrize("name", ["slow_motion", "dice", "duration", "voice_of_actor"])
def test_a_row_that_is_taken_out_is_nowhere(tmp_path: Path, name: str) -> None:
    form = load_catalog(put(tmp_path, without(name))).forms[MODEL]
    assert name not in [row.name for row in scalar_rows(form)]
    assert name not in json.dumps(model_as_json(form))
    assert f"`{name}`" not in limits_table(form)
    body = json.dumps(body_of(form))
    assert {"slow_motion": "slow", "dice": "dice", "duration": "seconds"}.get(name, name) not in body
    refused = draft_from_arguments(form, {"prompt": "Nobody."}, {name: 1}, {})
    assert next(one.code for one in check(refused, form, {}, BEIJING).findings) == "field.not_taken"
