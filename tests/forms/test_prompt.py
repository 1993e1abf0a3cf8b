"""Citations and shots in a prompt, in English and Chinese."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lib.forms.fields import Citation
from lib.forms.prompt import citations, shots
from lib.forms.rewrite import as_the_model_reads, cited_as
from tests.forms.builders import FORM, clip, found, judge, picture

CITED = {
    "Image 1 waves": [("image", 1, True)],
    "the cat in Image 2, and Video 1.": [("image", 2, True), ("video", 1, True)],
    "图1把杯子递给视频2": [("image", 1, True), ("video", 2, True)],
    "@Image1": [("image", 1, False)],
    "[Image 1] and [Video 2]": [("image", 1, False), ("video", 2, False)],
    "<<<image_1>>>": [("image", 1, False)],
    "image1 and image 2": [("image", 1, False), ("image", 2, False)],
    "character1 sings": [("character", 1, False)],
    "图 1": [("image", 1, False)],
    "图片1": [("image", 1, False)],
    "Image 1080p is a size": [],
    "imagine 1 thing": [],
    "": [],
}


@pytest.mark.parametrize(("prompt", "expected"), CITED.items())
def test_citations(prompt: str, expected: list[tuple[str, int, bool]]) -> None:
    found = [(one.word, one.number, cited_as(one, list(FORM.lists()), []) == one.text) for one in citations(prompt)]
    assert found == expected


HASHED = [replace(row, citation=Citation(english="Actor", pattern="#{word}{number}")) for row in list(FORM.lists())[:1]]
BRACKETED = [replace(row, citation=replace(row.citation, pattern="[{word} {number}]")) for row in FORM.lists()]


def test_a_form_of_citation_is_found_by_the_models_own_pattern() -> None:
    prompt = "#Actor1 and #actor 2, #Actor10 and Image 3"
    found = [(one.text, one.word, one.number, cited_as(one, HASHED, [])) for one in citations(prompt, HASHED)]
    assert found == [
        ("#Actor1", "actor", 1, "#Actor1"),
        ("#Actor10", "actor", 10, "#Actor10"),
        ("Image 3", "image", 3, None),
    ]
    written = as_the_model_reads("[Image 1], Image 2, @Video1 and 图3", BRACKETED, [])
    assert written == "[Image 1], [Image 2], [Video 1] and 图3"


@given(st.text(max_size=200))
def test_any_text_is_read_and_spans_are_its_own(prompt: str) -> None:
    for one in citations(prompt):
        assert prompt[one.start : one.end] == one.text
    for shot in shots(prompt):
        assert shot.text in prompt


def test_shots_in_both_languages() -> None:
    english = shots("Scene 1 [0-3s]: Image 1 wakes. Scene 2 [3-5.5s]: Image 1 leaves.")
    assert [(one.number, one.start, one.end, one.text) for one in english] == [
        (1, 0.0, 3.0, "Image 1 wakes."),
        (2, 3.0, 5.5, "Image 1 leaves."),
    ]
    chinese = shots("第1个镜头[0-3秒] 图1醒来。第二个镜头[3-5秒]:图1离开。")
    assert [(one.number, one.start, one.end, one.text) for one in chinese] == [
        (1, 0.0, 3.0, "图1醒来。"),
        (2, 3.0, 5.0, "图1离开。"),
    ]


def test_a_citation_of_what_is_not_there_is_an_error() -> None:
    checked = judge(picture(), values={"prompt": "Image 1 meets Image 3 and Video 1 and Image 3."})
    assert found(checked) == [("prompt", "citation.missing"), ("prompt", "citation.missing")]
    assert not checked.ok


def test_what_is_never_cited_is_a_warning() -> None:
    checked = judge(picture(), clip(), values={"prompt": "Image 1 dances."})
    assert found(checked, "warning") == [("reference_video[0]", "citation.unused")]
    assert checked.ok


def test_one_reference_may_be_named_plainly() -> None:
    plainly = judge(picture(), values={"prompt": "The reference image comes alive."})
    assert found(plainly, "error", "warning", "note") == []
    unnamed = judge(picture(), values={"prompt": "Somebody comes alive."})
    assert found(unnamed, "note") == [("prompt", "single.reference")]


def test_foreign_citations_warn_and_say_how_it_is_written() -> None:
    checked = judge(picture(), values={"prompt": "@Image1 smiles"})
    said = [(one.code, one.values["wanted"]) for one in checked.findings]
    assert said == [("citation.foreign", "Image 1")]
    assert checked.ok


@pytest.mark.parametrize(
    ("prompt", "code"),
    [
        ("Scene 1 [0-3s]: Image 1. Scene 2 [3-9s]: Image 1.", "shots.beyond"),
        ("Scene 1 [0-3s]: Image 1. Scene 2 [2-5s]: Image 1.", "shots.overlap"),
        ("Scene 1 [0-2s]: Image 1. Scene 2 [3-5s]: Image 1.", "shots.gap"),
    ],
)
def test_scenes_that_do_not_fit(prompt: str, code: str) -> None:
    checked = judge(picture(), values={"prompt": prompt, "duration": 5})
    assert found(checked, "warning") == [("prompt", code)]
    assert checked.ok
