"""A prompt as a list of shots and back: the same after the round trip, and times that stay within the video."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lib.forms.prompt import SHOT
from lib.forms.shot_list import Row, ShotList, added, fitted, moved, removed, shot_list, timed, written

words = st.text(max_size=60).map(str.strip).filter(lambda text: not SHOT.search(text))
# A sentence that begins with a colon would be read as a part of the head before it.
texts = words.filter(lambda text: not text.startswith((":", "："))).map(lambda text: text.replace("\x1c", ""))
tenths = st.integers(1, 150).map(lambda tenth: tenth / 10)


@st.composite
def plans(draw: st.DrawFn, least: int = 0) -> ShotList:
    """Draw a list as somebody would make it: shots one after the other, each with a length."""
    rows: list[Row] = []
    for length in draw(st.lists(tenths, min_size=least, max_size=6)):
        start = rows[-1].end if rows else 0.0
        rows.append(Row(start=start, end=round(start + length, 1), text=draw(texts)))
    intro = draw(texts)
    chinese = draw(st.booleans()) if rows else False
    return ShotList(intro=intro, rows=tuple(rows), chinese=chinese)


def in_order(plan: ShotList, seconds: float) -> bool:
    times = [time for row in plan.rows for time in (row.start, row.end)]
    return times == sorted(times) and times[0] >= 0 and times[-1] <= seconds


@given(plans())
def test_a_list_comes_back_from_its_prompt(plan: ShotList) -> None:
    assert shot_list(written(plan)) == plan


@given(st.text(max_size=200) | st.from_regex(SHOT).map(lambda head: f"First {head} one {head} two"))
def test_any_prompt_is_read_and_written_once_more_the_same(prompt: str) -> None:
    once = written(shot_list(prompt))
    assert written(shot_list(once)) == once


@given(plans(least=1), st.data())
def test_what_is_done_to_a_list_keeps_its_texts_and_the_order_of_its_times(plan: ShotList, data: st.DataObject) -> None:
    seconds = plan.rows[-1].end
    index = data.draw(st.integers(0, len(plan.rows) - 1))
    to = data.draw(st.integers(-2, 8))
    row = Row(start=data.draw(st.floats(-5, 200)), end=data.draw(st.floats(-5, 200)))
    spoken = sorted(one.text for one in plan.rows)
    for after in (moved(plan, index, to), fitted(plan, seconds), timed(plan, index, row, seconds)):
        assert sorted(one.text for one in after.rows) == spoken
        assert in_order(after, seconds + 0.05 * len(plan.rows)), after
    assert len(added(plan, seconds).rows) == len(plan.rows) + 1
    assert in_order(added(plan, seconds), seconds)
    fewer = removed(plan, index)
    assert len(fewer.rows) == len(plan.rows) - 1
    assert not fewer.rows or in_order(fewer, seconds)


@pytest.mark.parametrize(
    ("prompt", "expected"),
    [
        ("Scene 1 [0-3s]: A. Scene 2 [3-5s]: B.", "Scene 1 [0-3s]: A.\nScene 2 [3-5s]: B."),
        ("Dusk. shot 4 [0 - 2.50 s] A", "Dusk.\nScene 1 [0-2.5s]: A"),
        ("第1个镜头[0-3秒]：图1挥手。第二个镜头[3-5秒] 笑", "第1个镜头[0-3秒]：图1挥手。\n第2个镜头[3-5秒]：笑"),
        ("Just a cup of tea.", "Just a cup of tea."),
        ("", ""),
    ],
)
def test_a_prompt_is_written_in_one_form(prompt: str, expected: str) -> None:
    assert written(shot_list(prompt)) == expected


def test_shots_are_added_timed_and_fitted() -> None:
    plan = added(shot_list("A cup of tea.", chinese=False), 5)
    assert written(plan) == "Scene 1 [0-5s]: A cup of tea."
    plan = added(plan, 5)
    assert written(plan) == "Scene 1 [0-2.5s]: A cup of tea.\nScene 2 [2.5-5s]:"
    plan = timed(plan, 0, Row(start=0, end=3), 5)
    assert [(row.start, row.end) for row in plan.rows] == [(0, 3), (3, 5)]
    assert [(row.start, row.end) for row in fitted(plan, 10).rows] == [(0, 6), (6, 10)]
    assert [(row.start, row.end) for row in added(plan, 8).rows][-1] == (5, 8)
    assert written(moved(plan, 0, 1)) == "Scene 1 [0-2s]:\nScene 2 [2-5s]: A cup of tea."
    assert written(removed(plan, 0)) == "Scene 1 [0-2s]:"
    assert written(added(shot_list("茶", chinese=True), 5)) == "第1个镜头[0-5秒]：茶"
