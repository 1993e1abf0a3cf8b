"""Shots found in a prompt."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lib.sandbox.animatic.shots import MOST, SHORTEST, Shot, cited, plan_shots

LABELS = ("Image 1", "Image 2", "Video 1")


def plan(prompt: str, seconds: int = 5) -> list[tuple[str, tuple[str, ...], int, int]]:
    return [(shot.words, shot.labels, shot.start, shot.end) for shot in plan_shots(prompt, LABELS, seconds * 30)]


@pytest.mark.parametrize(
    "prompt",
    [
        "Scene 1 [0-3s]: Image 1 sits. Scene 2 [3-5s]: Video 1 and Image 2.",
        "Scene 1 [0-3s] Image 1 sits. scene 2 [3s - 5s] Video 1 and Image 2.",
        "Shot 1 (0–3s): Image 1 sits. Shot 2 (3–5s): Video 1 and Image 2.",
    ],
)
def test_english_headings_give_shots_with_their_times(prompt: str) -> None:
    assert plan(prompt) == [
        ("Image 1 sits.", ("Image 1",), 0, 90),
        ("Video 1 and Image 2.", ("Video 1", "Image 2"), 90, 150),
    ]


def test_chinese_headings_give_shots_with_their_times() -> None:
    prompt = "第1个镜头[0-3秒]图1坐在窗边。第2个镜头[3-5秒]：视频1走来，看着图2。"
    assert plan(prompt) == [
        ("图1坐在窗边。", ("Image 1",), 0, 90),
        ("视频1走来，看着图2。", ("Video 1", "Image 2"), 90, 150),
    ]


def test_headings_without_times_share_the_video_evenly() -> None:
    spans = [(start, end) for _, _, start, end in plan("Scene 1: Image 1. Scene 2: Image 2. Scene 3: Video 1.", 6)]
    assert spans == [(0, 60), (60, 120), (120, 180)]


def test_shots_planned_for_a_longer_video_keep_their_proportions() -> None:
    spans = [(start, end) for _, _, start, end in plan("Scene 1 [0-5s]: a. Scene 2 [5-10s]: b.", 4)]
    assert spans == [(0, 108), (108, 120)]


def test_a_shot_that_cites_nothing_goes_on_with_what_was_shown() -> None:
    labels = [labels for _, labels, _, _ in plan("Image 2 all along. Scene 1: dawn. Scene 2: Image 1. Scene 3: dusk.")]
    assert labels == [("Image 2",), ("Image 1",), ("Image 1",)]


def test_without_headings_each_cited_reference_has_a_shot_and_no_words_are_lost() -> None:
    assert plan("It rains. Video 1 waits. It is late. Image 1 comes.", 4) == [
        ("It rains. Video 1 waits. It is late.", ("Video 1",), 0, 60),
        ("Image 1 comes.", ("Image 1",), 60, 120),
    ]


def test_without_citations_there_is_one_shot_of_everything() -> None:
    assert plan("They dance, as in scene 2 of the film.", 2) == [
        ("They dance, as in scene 2 of the film.", LABELS, 0, 60)
    ]


@pytest.mark.parametrize(
    ("text", "labels"),
    [
        ("Image 1", ("Image 1",)),
        ("image1 and VIDEO  1", ("Image 1", "Video 1")),
        ("图2、图片1、视频1", ("Image 2", "Image 1", "Video 1")),
        ("Image 11, Image 9, pilgrimage 1", ()),
        ("Image 2 sees Image 1 and Image 2", ("Image 2", "Image 1")),
    ],
)
def test_citations(text: str, labels: tuple[str, ...]) -> None:
    assert cited(text, LABELS) == labels


_PIECES = st.sampled_from(
    [
        "Scene 1 [0-3s]: ",
        "Scene 2 [3-9s]: ",
        "Shot 7: ",
        "第2个镜头[1-2秒]",
        "Image 1 ",
        "图2 ",
        "。",
        "\n",
        "words ",
        ". ",
        "[",
        "9",
    ]
)


@given(pieces=st.lists(_PIECES, max_size=60), seconds=st.integers(2, 15))
def test_any_prompt_is_cut_into_whole_shots_without_a_gap(pieces: list[str], seconds: int) -> None:
    shots: tuple[Shot, ...] = plan_shots("".join(pieces), LABELS, seconds * 30)
    edges = [shot.start for shot in shots] + [seconds * 30]
    assert [shot.end for shot in shots] == edges[1:]
    assert edges[0] == 0
    assert all(shot.end - shot.start >= SHORTEST for shot in shots)
    assert len(shots) <= MOST
