"""The prompt's reader against prompts put together from known citations and scenes."""

import re
from itertools import pairwise

from hypothesis import example, given, settings
from hypothesis import strategies as st

from lib.forms.prompt import citations, shots
from lib.forms.rewrite import Slot, as_the_model_reads, cited_as
from tests.check.shelf import FORM

LISTS = list(FORM.lists())
SHOWN = [Slot("a", "reference_image"), Slot("w", "reference_video"), Slot("b", "reference_image")]

# Each way of citing, how the model reads it, and whether that is the same.
ENGLISH = ("@{word}{n}", "[{word} {n}]", "<<<{low}_{n}>>>", "{low}{n}", "{low} {n}", "{word}{n}", "@{low} {n}")
CHINESE = {"Image": ("图 {n}", "图片{n}", "图像{n}"), "Video": ("视频 {n}",)}
EXACT = {"Image": ("Image {n}", "图{n}"), "Video": ("Video {n}", "视频{n}")}

fillers = st.sampled_from([" waves, ", " and ", "; 然后,", " (smiling) ", "。\n", " 🎬 <b> & ", " {label} %s "])


@st.composite
def cited(draw: st.DrawFn) -> tuple[str, str, int, bool]:
    """Draw a citation: its text, its word in small letters, its number, and whether it is exact."""
    word = draw(st.sampled_from(["Image", "Video"]))
    number = draw(st.integers(1, 99))
    exact = draw(st.booleans())
    forms = EXACT[word] if exact else (*ENGLISH, *CHINESE[word])
    text = draw(st.sampled_from(forms)).format(word=word, low=word.lower(), n=number)
    return text, word.lower(), number, exact


@given(st.lists(st.tuples(cited(), fillers), max_size=8))
@settings(deadline=None)
def test_every_citation_is_found_and_nothing_else(parts: list[tuple[tuple[str, str, int, bool], str]]) -> None:
    prompt = "Look: " + "".join(one[0] + filler for one, filler in parts)
    found = [(one.text, one.word, one.number, cited_as(one, LISTS, SHOWN) == one.text) for one in citations(prompt)]
    assert found == [one for one, _ in parts]


@given(st.text() | st.text(alphabet="Imagevido 图视频片像<>[]@_0129１٣characterABC\n"))
@example("图100 and Image 999")
@settings(max_examples=300, deadline=None)
def test_the_spans_of_any_text_are_its_own_and_never_overlap(prompt: str) -> None:
    found = citations(prompt)
    assert all(prompt[one.start : one.end] == one.text and one.text for one in found)
    assert all(before.end <= after.start for before, after in pairwise(found))
    assert all(one.word in {"image", "video", "character"} and 0 <= one.number <= 999 for one in found)
    assert all(re.search(r"\d", one.text) for one in found)


@given(st.lists(st.tuples(cited() | st.sampled_from([("character2", "character", 2, False)]), fillers), max_size=8))
@settings(deadline=None)
def test_a_rewritten_prompt_reads_well_and_stays(parts: list[tuple[tuple[str, str, int, bool], str]]) -> None:
    prompt = "Look: " + "".join(one[0] + filler for one, filler in parts)
    written = as_the_model_reads(prompt, LISTS, SHOWN)
    assert all(cited_as(one, LISTS, SHOWN) == one.text for one in citations(written))
    assert as_the_model_reads(written, LISTS, SHOWN) == written
    meant = [("video", 1) if one[1] == "character" else one[1:3] for one, _ in parts]
    assert [(one.word, one.number) for one in citations(written)] == meant


@given(st.lists(st.integers(1, 30), min_size=1, max_size=9), st.booleans())
@settings(deadline=None)
def test_scenes_are_read_as_they_were_written(tenths: list[int], chinese: bool) -> None:
    prompt, expected, start = "", [], 0.0
    for number, lasts in enumerate(tenths, 1):
        end = round(start + lasts / 10, 1)
        prompt += (
            f"第{number}个镜头[{start}-{end}秒] 图1走。" if chinese else f"Scene {number} [{start}-{end}s]: Image 1. "
        )
        expected.append((number, start, end, "图1走。" if chinese else "Image 1."))
        start = end
    assert [(one.number, one.start, one.end, one.text) for one in shots(prompt)] == expected


@given(st.text(alphabet="Scenehot 第个镜头场景一二十[]-–~s秒.:0123456789\n"))
@settings(max_examples=300, deadline=None)
def test_any_text_has_scenes_or_none(prompt: str) -> None:
    for one in shots(prompt):
        assert one.text in prompt
        assert one.start >= 0
        assert one.end >= 0
