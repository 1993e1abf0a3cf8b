"""Another model for the same page: what it takes stays, the rest stands aside by name, and all of it comes back."""

import json
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lib.facts import Kind
from lib.forms.catalog import Catalog, load_catalog
from lib.forms.fields import Choice, Flag, Seed, Text, WholeNumber
from lib.ui.desk import Aside, Card, Desk
from lib.ui.first_step import first_step
from lib.ui.model_choice import chips_view
from lib.ui.places import places
from lib.ui.set_aside import set_aside_words
from lib.ui.switching import switched
from lib.ui.widgets import ScalarRow, initial

CATALOG = load_catalog()
PLACES = places(CATALOG)
R2V, HORSE, I2V, T2V, EDIT = (
    "wan2.7-r2v",
    "happyhorse-1.1-r2v",
    "wan2.7-i2v",
    "wan2.7-t2v",
    "wan2.7-videoedit",
)
KINDS = {"picture": Kind.PICTURE, "clip": Kind.CLIP, "sound": Kind.SOUND}


def kind_of(card: Card) -> Kind:
    return KINDS.get(card["kind"], Kind.UNKNOWN)


def card(name: str, kind: str = "picture", voice: str = "") -> dict[str, Any]:
    return {"id": name, "name": f"{name}.x", "kind": kind, "voice": {"path": voice} if voice else None}


def empty(model: str = R2V) -> Desk:
    values = {key: initial(row) for key, row in PLACES.scalars.items()}
    rows = PLACES.scalars_of(form(model))
    return Desk(
        model=model,
        values={**values, **{key: initial(row) for key, row in rows.items()}},
        singles={key: [] for key in PLACES.singles},
        aside=Aside(model=model),
    )


def form(model: str, catalog: Catalog = CATALOG) -> Any:
    found = catalog.get(model)
    assert found is not None
    return found


def to(desk: Desk, *models: str) -> Desk:
    """Choose one model after the other, each over the browser's JSON."""
    for model in models:
        over = Desk.of(json.loads(json.dumps({**desk.as_json(), "model": model})))
        assert over is not None
        desk = switched(over, form(desk.model), form(model), PLACES, kind_of)
    return desk


def with_values(desk: Desk, **values: object) -> Desk:
    return replace(desk, values={**desk.values, **values})


def line(desk: Desk) -> str:
    return set_aside_words(desk, form(desk.model), PLACES, CATALOG)


def ids(desk: Desk) -> list[str]:
    return [one["id"] for one in desk.references]


def test_what_both_models_have_goes_along_and_nothing_stands_aside() -> None:
    desk = with_values(empty(), prompt="Anna waves.", resolution="720P", duration=7, seed="42")
    after = to(desk, T2V)
    assert [after.values[key] for key in ("prompt", "resolution", "duration", "seed")] == [
        "Anna waves.",
        "720P",
        7,
        "42",
    ]
    assert line(after) == ""


def test_what_was_never_chosen_is_the_next_models_default() -> None:
    after = to(empty(), HORSE)
    assert after.values["watermark"] is True
    assert to(after, EDIT).values["duration"] == 0
    assert to(after, EDIT).values["ratio"] == ""
    assert to(after, EDIT, R2V).values == empty().values
    assert line(to(after, EDIT)) == ""


def test_a_choice_that_looks_like_another_models_default_is_a_choice_all_the_same() -> None:
    unmarked = with_values(empty(HORSE), watermark=False)
    assert to(unmarked, R2V, HORSE).values["watermark"] is False


def test_a_value_that_does_not_fit_waits_for_a_model_that_takes_it() -> None:
    desk = with_values(empty(HORSE), ratio="21:9", duration=12)
    after = to(desk, EDIT)
    assert (after.values["ratio"], after.values["duration"]) == ("", 0)
    assert line(after) == "Set aside for HappyHorse 1.1 reference to video: ratio 21:9, duration 12 s."
    between = to(after, R2V)
    assert (between.values["ratio"], between.values["duration"]) == ("16:9", 12)
    back = to(between, HORSE)
    assert (back.values["ratio"], back.values["duration"]) == ("21:9", 12)
    assert line(back) == ""


def test_a_newer_choice_takes_the_place_of_one_that_waits() -> None:
    desk = to(with_values(empty(HORSE), ratio="21:9"), R2V)
    assert to(with_values(desk, ratio="1:1"), HORSE).values["ratio"] == "1:1"


def test_clips_voices_and_texts_are_named_and_come_back_in_their_places() -> None:
    cards = [card("a", voice="anna.mp3"), card("b", "clip"), card("c")]
    desk = replace(with_values(empty(), negative_prompt="rain", prompt_extend=False), references=cards)
    after = to(desk, HORSE)
    assert ids(after) == ["a", "c"]
    assert after.references[0]["voice"] is None
    assert line(after) == (
        "Set aside for Wan 2.7 reference to video: Video 1, the voice of Image 1, the negative prompt, "
        "extend the prompt off."
    )
    assert to(after, R2V).references == cards
    assert to(after, T2V, I2V, EDIT, HORSE, R2V).references == cards


def test_the_first_ones_stay_where_fewer_are_taken() -> None:
    desk = replace(empty(HORSE), references=[card(f"c{number}") for number in range(9)])
    after = to(desk, R2V)
    assert ids(after) == ["c0", "c1", "c2", "c3", "c4"]
    assert line(after).endswith("Image 6, Image 7, Image 8, Image 9.")
    assert ids(to(after, EDIT, I2V, HORSE)) == ids(desk)


def test_what_was_moved_or_removed_meanwhile_stays_so() -> None:
    desk = to(replace(empty(), references=[card("a"), card("v", "clip"), card("b")]), HORSE)
    moved = replace(desk, references=[card("b"), card("a")])
    assert ids(to(moved, R2V)) == ["b", "v", "a"]
    assert ids(to(replace(desk, references=[]), R2V)) == ["v"]


def test_a_file_of_a_field_that_both_have_stays_and_others_wait() -> None:
    singles = {**empty().singles, "first_frame": [card("f")], "last_frame": [card("l")]}
    desk = to(replace(empty(I2V), singles=singles), R2V)
    assert (desk.singles["first_frame"], desk.singles["last_frame"]) == ([card("f")], [card("l")])
    assert line(desk) == "Set aside for Wan 2.7 image to video: the last frame."
    assert line(to(desk, I2V)) == ""


def test_the_sound_that_drives_a_video_is_the_same_under_either_name() -> None:
    song = [card("s", "sound")]
    desk = to(replace(empty(T2V), singles={**empty().singles, "audio_url": song}), I2V)
    assert (desk.singles["driving_audio"], desk.singles["audio_url"]) == (song, [])
    assert to(desk, T2V).singles["audio_url"] == song


def test_a_file_of_no_known_kind_is_left_to_the_check() -> None:
    desk = replace(empty(), references=[card("a", "other")])
    assert ids(to(desk, HORSE)) == ["a"]


@pytest.mark.parametrize("rubbish", [None, [], "x", {"chosen": 3}, {"cards": [{"a": 1}]}, {"voices": "x"}])
def test_what_a_browser_makes_up_is_nothing(rubbish: object) -> None:
    assert Aside.of(rubbish) == Aside()
    assert Desk.of({"model": R2V, "aside": rubbish}) == Desk(model=R2V)


def values_of(row: ScalarRow) -> st.SearchStrategy[object]:
    match row:
        case Text():
            return st.text(max_size=12)
        case Choice():
            return st.sampled_from(row.allowed)
        case WholeNumber():
            return st.integers(row.minimum, row.maximum)
        case Flag():
            return st.booleans()
        case Seed():
            return st.one_of(st.just(""), st.integers(0, 99).map(str))


@st.composite
def desks(draw: st.DrawFn) -> Desk:
    model = draw(st.sampled_from(CATALOG.ids))
    rows = PLACES.scalars_of(form(model))
    chosen = {key: draw(st.one_of(st.just(initial(row)), values_of(row))) for key, row in rows.items()}
    lists = list(form(model).lists())
    most = form(model).most(tuple(row.name for row in lists))
    kinds = [str(row.rule.kind) for row in lists]
    brought = draw(st.lists(st.sampled_from(kinds), max_size=most)) if kinds else []
    voiced = form(model).voices is not None
    cards = [card(f"c{number}", kind, "v" if voiced and number % 2 else "") for number, kind in enumerate(brought)]
    singles = {key: [card(key)] if draw(st.booleans()) else [] for key in PLACES.singles_of(form(model))}
    desk = empty(model)
    return replace(desk, values={**desk.values, **chosen}, references=cards, singles={**desk.singles, **singles})


@settings(max_examples=60, deadline=None)
@given(desk=desks(), way=st.lists(st.sampled_from(CATALOG.ids), max_size=6))
def test_through_any_models_and_back_nothing_is_lost(desk: Desk, way: list[str]) -> None:
    back = to(desk, *way, desk.model)
    rows = PLACES.scalars_of(form(desk.model))
    assert {key: back.values[key] for key in rows} == {key: desk.values[key] for key in rows}
    assert back.references == desk.references
    assert {key: back.singles[key] for key in PLACES.singles_of(form(desk.model))} == {
        key: desk.singles[key] for key in PLACES.singles_of(form(desk.model))
    }
    assert line(back) == ""


@settings(max_examples=40, deadline=None)
@given(desk=desks(), model=st.sampled_from(CATALOG.ids))
def test_every_file_is_shown_or_named(desk: Desk, model: str) -> None:
    after = to(desk, model)
    files = len(desk.references) + sum(map(len, desk.singles.values()))
    voices = sum(one["voice"] is not None for one in desk.references)
    shown = len(after.references) + sum(len(after.singles[key]) for key in PLACES.singles_of(form(model)))
    heard = sum(one["voice"] is not None for one in after.references)
    waiting = sum(one.card["voice"] is not None for one in after.aside.cards)
    hidden = [key for key in PLACES.singles if after.singles[key] and key not in PLACES.singles_of(form(model))]
    assert shown + len(after.aside.cards) + len(hidden) == files
    assert heard + waiting + len(after.aside.voices) == voices
    named = [one.label for one in after.aside.cards] + [f"the {PLACES.singles[key].label.lower()}" for key in hidden]
    assert all(name in line(after) for name in named)


def test_an_empty_page_says_what_its_model_needs() -> None:
    said = {model: first_step(form(model)) for model in (R2V, HORSE, I2V, T2V, EDIT)}
    assert said == {
        R2V: "Add a picture or a clip, and say what happens.",
        HORSE: "Add a picture, and say what happens.",
        I2V: "Add a first frame or a first clip, and say what happens.",
        T2V: "Say what happens.",
        EDIT: "Add the clip, and say what happens.",
    }


def test_the_chips_write_what_the_model_reads() -> None:
    view = chips_view(form(HORSE))
    assert (view["most"], view["han"]) == (5000, 2)
    assert view["citations"] == [{"word": "Image", "pattern": "[{word} {number}]", "chinese": "", "kind": "picture"}]
    assert chips_view(form(T2V))["citations"] == []
