"""The library of prompts: in both languages, within the limits, citing what its ideas need."""

from itertools import pairwise
from typing import Any

import pytest

from lib.forms.fields import Text
from lib.forms.models import happyhorse11_r2v, wan27_i2v, wan27_r2v, wan27_t2v, wan27_videoedit
from lib.forms.prompt import citations, shots
from lib.ui.ideas import fitting, ideas

R2V, HORSE = wan27_r2v.FORM, happyhorse11_r2v.FORM


@pytest.mark.parametrize("idea", ideas(), ids=lambda idea: str(idea["id"]))
def test_an_idea_is_whole_in_both_languages(idea: dict[str, Any]) -> None:
    row = R2V.get("prompt")
    assert isinstance(row, Text)
    numbers = []
    for language, pictured in (("en", "Image "), ("zh", "图")):
        assert idea["title"][language]
        assert idea["about"][language]
        prompt = idea["prompt"][language].replace("{picture", pictured).replace("}", "")
        assert row.length(prompt) < 1_000
        numbers.append(sorted({one.number for one in citations(prompt)}))
        scenes = shots(prompt)
        assert all(before.end == after.start for before, after in pairwise(scenes))
        assert "{" not in prompt
    english, chinese = numbers
    assert english == chinese == list(range(1, len(english) + 1))
    assert bool(english) == ("picture" in idea["needs"])


def test_ideas_fit_what_the_model_takes() -> None:
    assert fitting(R2V) == ["one", "two", "grid", "product", "enters"]
    assert fitting(HORSE) == ["one", "grid", "product"]
    assert fitting(wan27_i2v.FORM) == ["wakes"]
    assert fitting(wan27_t2v.FORM) == fitting(wan27_videoedit.FORM) == []
