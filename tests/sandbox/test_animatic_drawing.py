"""What is drawn once: lines, windows, and the move over a picture."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lib.sandbox.animatic.layout import Box, place_windows
from lib.sandbox.animatic.lettering import MISSING, break_lines, drawable, font
from lib.sandbox.animatic.move import choose_move

SIZES = ((40, 2), (30, 3))


def test_a_short_caption_stays_on_one_line_in_the_largest_size() -> None:
    assert break_lines("A cat sits.", 900, SIZES) == break_lines("  A cat sits. ", 900, SIZES)
    assert break_lines("A cat sits.", 900, SIZES).lines == ("A cat sits.",)


def test_a_long_caption_is_cut_with_an_ellipsis_inside_its_width() -> None:
    block = break_lines("walking through the market " * 40, 600, SIZES)
    assert (len(block.lines), block.size) == (3, 30)
    assert block.lines[-1].endswith("...")


def test_chinese_breaks_anywhere_but_before_its_punctuation() -> None:
    block = break_lines("他慢慢地走过清晨安静的市场，每一位摊主都喊出他的名字。" * 2, 500, SIZES)
    assert len(block.lines) == 3
    assert not any(line[0] in "，。" for line in block.lines)


@given(text=st.text(max_size=300), width=st.integers(60, 900))
def test_no_line_is_wider_than_its_place(text: str, width: int) -> None:
    block = break_lines(text, width, SIZES)
    assert len(block.lines) <= 3
    assert all(font(block.size).getlength(line) <= width for line in block.lines)


def test_the_font_knows_latin_simplified_traditional_and_kana_and_marks_the_rest() -> None:
    known = "Élan 中文简体 繁體國語 ひらカタ 《。》"
    assert drawable(known) == known
    assert drawable("a\U0001f431b\u200d") == "ab"
    assert drawable("Łódź, “dawn”") == 'Lódz, "dawn"'
    assert drawable("“今天”") == "“今天”"
    assert drawable("\u0e01") == MISSING


@given(
    aspects=st.lists(st.floats(1 / 8, 8), min_size=1, max_size=5),
    size=st.tuples(st.integers(300, 2000), st.integers(300, 2000)),
)
def test_windows_keep_their_aspect_lie_apart_and_stay_even(aspects: list[float], size: tuple[int, int]) -> None:
    area = Box(left=40, top=40, width=size[0], height=size[1])
    boxes = place_windows(aspects, area, 20)
    assert len(boxes) == len(aspects)
    for box, aspect in zip(boxes, aspects, strict=True):
        assert not any(side % 2 for side in (box.left, box.top, box.width, box.height))
        large_enough = min(box.width, box.height) > 16
        assert not large_enough or abs(box.width - box.height * aspect) <= 1.01
    for index, one in enumerate(boxes):
        for other in boxes[index + 1 :]:
            assert one.right <= other.left or one.bottom <= other.top


def test_three_wide_pictures_in_an_upright_frame_stand_below_one_another() -> None:
    boxes = place_windows([16 / 9] * 3, Box(left=0, top=0, width=1000, height=1700), 30)
    assert [box.width for box in boxes] == pytest.approx([960] * 3, abs=42)
    assert len({box.left for box in boxes}) == 1


@given(seed=st.integers(0, 2**31 - 1), frames=st.integers(15, 450), zoom=st.booleans())
def test_a_move_never_leaves_its_picture_and_depends_on_the_seed_alone(seed: int, frames: int, zoom: bool) -> None:
    move = choose_move(seed, "0/Image 1", frames, zoom=zoom)
    assert move == choose_move(seed, "0/Image 1", frames, zoom=zoom)
    assert move.first != move.last
    for view in (move.first, move.last):
        assert view.left >= 0 <= view.top
        assert view.side >= 0.75
        assert max(view.left, view.top) + view.side <= 1 + 1e-9
