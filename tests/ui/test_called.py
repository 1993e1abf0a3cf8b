"""A reference's name for people goes with its order and comes back with it, and no service or intent knows of it."""

from dataclasses import replace
from pathlib import Path

import pytest

from lib.forms.catalog import load_catalog
from lib.forms.draft import Order
from lib.forms.variants import ONE
from lib.jobs.intents import Intent
from lib.ui.reading import NAME_LENGTH, called_of
from lib.ui.restore import restored
from lib.ui.told_references import reference_rows
from tests.jobs.builders import new_order


def named(name: str) -> Order:
    order = new_order("Image 1 waves.")
    return replace(order, media=tuple(replace(item, called=name) for item in order.media))


def test_a_name_comes_back_with_the_form(tmp_path: Path) -> None:
    order = Order.from_json(named("Anna").as_json())
    assert order == named("Anna")
    form = load_catalog().default
    (card,) = restored(order, form, lambda file: tmp_path / file.name).references
    assert (card["called"], card["parts"]) == ("Anna", None)


@pytest.mark.parametrize(("name", "said"), [("Anna", "Voice of Anna"), ("", "Voice of Image 1")])
def test_a_voice_is_told_by_whose_it_is_and_its_file_second(name: str, said: str) -> None:
    order = named(name)
    sound = replace(order.media[0].file, name="take-3.mp3", mime="audio/mpeg")
    order = replace(order, media=(replace(order.media[0], voice=sound),))
    first = " · ".join(part for part in (name, order.media[0].file.name) if part)
    rows = list(reference_rows(order, load_catalog().default))
    assert rows == [("Image 1", first), (said, "take-3.mp3")]


def test_an_order_without_a_name_says_nothing_of_names() -> None:
    assert "called" not in new_order("Image 1 waves.").as_json()["media"][0]


def test_another_name_is_the_same_intent() -> None:
    intents = {Intent.of("visitor", "account", named(name), ONE, within=3.0).key for name in ("", "Anna", "Bea")}
    assert len(intents) == 1


def test_a_browser_may_send_anything_as_a_name() -> None:
    sent: list[object] = [None, 3, [], {}, "  Anna "]
    assert [called_of({"called": one}) for one in sent] == ["", "", "", "", "Anna"]
    assert len(called_of({"called": "a" * 500})) == NAME_LENGTH
    assert called_of({}) == ""
