"""Citations written as the model reads them, and citations that follow their references."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lib.forms.prompt import citations
from lib.forms.rewrite import Slot, as_the_model_reads, follow
from tests.forms.builders import FORM, clip, found, judge, picture

LISTS = list(FORM.lists())
ANNA, BEN, WALK = Slot("a", "reference_image"), Slot("b", "reference_image"), Slot("w", "reference_video")


@pytest.mark.parametrize(
    ("prompt", "expected"),
    [
        ("@Image1 meets [Video 1]", "Image 1 meets Video 1"),
        ("<<<image_2>>> and image1", "Image 2 and Image 1"),
        ("图 1走向视频 1", "图1走向视频1"),
        ("图片2笑", "图2笑"),
        ("character1 and character2 and character3", "Image 1 and Video 1 and Image 2"),
        ("character9 stays", "character9 stays"),
        ("Image 1 is right already", "Image 1 is right already"),
    ],
)
def test_foreign_citations_are_rewritten(prompt: str, expected: str) -> None:
    assert as_the_model_reads(prompt, LISTS, [ANNA, WALK, BEN]) == expected


def test_the_rewrite_mends_its_own_finding() -> None:
    given_files = (picture(), clip())
    prompt = "@Image1 meets character2."
    before = judge(*given_files, values={"prompt": prompt})
    assert {one.fix for one in before.findings if one.code == "citation.foreign"} == {"prompt_rewrite"}
    slots = [Slot("0", "reference_image"), Slot("1", "reference_video")]
    after = judge(*given_files, values={"prompt": as_the_model_reads(prompt, LISTS, slots)})
    assert found(after, "error", "warning") == []


def test_two_that_change_places_change_their_citations() -> None:
    prompt, _ = follow("Image 1 hugs Image 2; 图1笑. Video 1.", LISTS, [ANNA, BEN, WALK], [BEN, WALK, ANNA])
    assert prompt == "Image 2 hugs Image 1; 图2笑. Video 1."


def test_a_move_that_comes_before_the_news_of_what_was_brought_is_understood() -> None:
    ninth, tenth = Slot("c9", "reference_image"), Slot("c10", "reference_image")
    for told in ([], [ninth]):
        prompt, _ = follow("Image 1 hugs Image 2.", LISTS, told, [tenth, ninth])
        assert prompt == "Image 2 hugs Image 1."


def test_digits_of_another_width_follow_too() -> None:
    prompt, _ = follow("图１和Image 2", LISTS, [ANNA, BEN], [BEN, ANNA])
    assert prompt == "图2和Image 1"


def test_a_removed_reference_is_cited_by_nobody_elses_number_and_comes_back() -> None:
    prompt, slots = follow("Image 1 hugs Image 2.", LISTS, [ANNA, BEN], [BEN])
    assert prompt == "Image 2 hugs Image 1."
    checked = judge(picture(), values={"prompt": prompt})
    assert found(checked) == [("prompt", "citation.missing")]
    carl = Slot("c", "reference_image")
    prompt, slots = follow(prompt, LISTS, slots, [BEN, carl])
    assert prompt == "Image 3 hugs Image 1."
    prompt, _ = follow(prompt, LISTS, slots, [ANNA, BEN, carl])
    assert prompt == "Image 1 hugs Image 2."


@given(st.permutations([ANNA, BEN, WALK, Slot("c", "reference_image"), Slot("v", "reference_video")]), st.text())
def test_there_and_back_is_the_same_prompt(order: list[Slot], words: str) -> None:
    home = [ANNA, BEN, WALK, Slot("c", "reference_image"), Slot("v", "reference_video")]
    prompt = f"Image 1, 图2, Image 3; Video 2 {words} Video 1"
    there, slots = follow(prompt, LISTS, home, order)
    back, _ = follow(there, LISTS, slots, home)
    assert back == prompt
    assert len(citations(there)) == len(citations(prompt))


def test_a_kind_that_the_model_does_not_take_is_not_another_reference() -> None:
    pictures = [row for row in LISTS if row.name == "reference_image"]
    assert as_the_model_reads("@Image2 waits for Video 1", pictures, [ANNA, BEN]) == "Image 2 waits for Video 1"
