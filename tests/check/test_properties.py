"""Whatever is filled in: real files in any field, and any value that JSON can hold."""

from collections.abc import Mapping
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lib.forms.draft import Draft
from lib.forms.finding import split_field
from lib.forms.words import say
from tests.check.shelf import BEIJING, FORM, SANDBOX, Shelf
from tests.check.table import PHOTO, SPEECH, WALK, WIDE, File, Given, Row, clip, half, holding, picture, voice

MUTE = clip("mute.mov", sound=False, seconds=2.5)
QUIET = voice("quiet.mp3", level_db=-50.0)
FILES = (
    PHOTO,
    WIDE,
    WALK,
    SPEECH,
    picture("clear.png", mode="RGBA"),
    picture("small.webp", width=100, frames=2),
    MUTE,
    half(clip("half.mp4")),
    QUIET,
    holding("empty.jpg", b""),
    holding("words.txt", b"Once upon a time."),
)
LISTS = ("reference_image", "reference_video")
PLACES = (*LISTS, "first_frame", "last_frame")
NAMES = [row.name for row in FORM.fields]

json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=5,
)
# A bracket would name the place in a list.
unknown_names = st.text(st.characters(exclude_characters=""), max_size=10).filter(lambda name: name not in NAMES)
any_values = st.dictionaries(st.sampled_from(NAMES) | unknown_names, json_values, max_size=6)

# What people mean to fill in, often right.
likely_values = st.fixed_dictionaries(
    {},
    optional={
        "prompt": st.sampled_from(["Image 1 waves.", "图1和Video 1", "Scene 1 [0-3s]: @Image1", "the reference image"]),
        "negative_prompt": st.text(max_size=10),
        "resolution": st.sampled_from(["720P", "1080P", "4K"]),
        "ratio": st.sampled_from(["16:9", "9:16", "1:1", "4:3", "3:4", "21:9"]),
        "duration": st.integers(1, 16) | st.floats(1, 16),
        "prompt_extend": st.booleans(),
        "watermark": st.booleans(),
        "seed": st.none() | st.integers(-1, 2**31) | st.integers(0, 2**31 - 1).map(float),
    },
)


def files_in(places: tuple[str, ...], files: tuple[File, ...]) -> st.SearchStrategy[tuple[Given, ...]]:
    """Up to seven files, each in any of these places, with any of them for a voice or none."""
    sounds = st.none() | st.sampled_from(files)
    given_file = st.builds(
        lambda place, file, sound: Given(field=place, file=file, voice=sound if place in LISTS else None),
        st.sampled_from(places),
        st.sampled_from(files),
        sounds,
    )
    return st.lists(given_file, max_size=7).map(tuple)


fine_files = st.lists(
    st.sampled_from(
        [
            Given(field="reference_image", file=PHOTO),
            Given(field="reference_image", file=WIDE, voice=SPEECH),
            Given(field="reference_video", file=WALK),
            Given(field="reference_video", file=MUTE, voice=QUIET),
        ]
    ),
    min_size=1,
    max_size=5,
).map(tuple)


@pytest.fixture(scope="module", autouse=True)
def _made(shelf: Shelf) -> None:
    """Make every file before the first example, so that none of them waits for it."""
    for file in FILES:
        shelf.facts.facts(shelf.upload(file).path)


def form(shelf: Shelf, files: tuple[Given, ...], values: Mapping[str, object], *stray: File) -> Draft:
    draft = shelf.draft(Row(name="", given=files, stray=stray))
    return replace(draft, values={**draft.values, **values})


def places_of(draft: Draft) -> set[str]:
    """Give every field that a finding may name: of the form, filled in, and each place of a list."""
    places = {*NAMES, *draft.values}
    for index, item in draft.numbered():
        places |= {item.field, f"{item.field}[{index}]"}
    references = draft.count(*LISTS)
    return places | {f"reference_voice[{index}]" for index in range(references + len(draft.stray_voices))}


@given(
    files=files_in(PLACES, FILES), values=any_values | likely_values, stray=st.lists(st.sampled_from(FILES), max_size=2)
)
@settings(max_examples=300, deadline=None)
def test_anything_is_judged_and_each_finding_has_words_and_a_place(
    shelf: Shelf, files: tuple[Given, ...], values: dict[str, object], stray: list[File]
) -> None:
    draft = form(shelf, files, values, *stray)
    checked = shelf.judge(draft)
    for one in checked.findings:
        assert say(one, FORM)
        assert one.field in places_of(draft)
        assert one.severity in {"error", "warning", "note"}
    assert checked.ok == all(one.severity != "error" for one in checked.findings)
    assert (checked.order is None) == (not checked.ok)
    assert repr(shelf.judge(draft)) == repr(checked)


@given(files=files_in(PLACES, FILES), values=likely_values)
@settings(max_examples=100, deadline=None)
def test_findings_come_in_the_order_of_the_fields(
    shelf: Shelf, files: tuple[Given, ...], values: dict[str, object]
) -> None:
    findings = shelf.judge(form(shelf, files, values)).findings
    places = [split_field(one.field) for one in findings]
    assert places == sorted(places, key=lambda place: (NAMES.index(place[0]) if place[0] in NAMES else -1, place[1]))


@given(files=fine_files, values=likely_values)
@settings(max_examples=300, deadline=None)
def test_an_order_holds_nothing_out_of_range(shelf: Shelf, files: tuple[Given, ...], values: dict[str, object]) -> None:
    """The documented numbers once more, by hand."""
    order = shelf.judge(form(shelf, files, values)).order
    if order is None:
        return
    settled = order.values
    duration, seed = settled["duration"], settled["seed"]
    assert type(duration) is int
    assert 2 <= duration <= (10 if any(item.field == "reference_video" for item in order.media) else 15)
    assert seed is None or (type(seed) is int and 0 <= seed <= 2147483647)
    assert settled["resolution"] in {"720P", "1080P"}
    assert settled["ratio"] in {"16:9", "9:16", "1:1", "4:3", "3:4"}
    assert type(settled["prompt_extend"]) is type(settled["watermark"]) is bool
    assert 0 < len(order.prompt) <= 5000
    assert 1 <= len(order.media) <= 5
    assert type(order).from_json(order.as_json()) == order


@given(files=files_in(LISTS, FILES), values=likely_values)
@settings(max_examples=200, deadline=None)
def test_a_cost_is_a_range_within_the_price_list(
    shelf: Shelf, files: tuple[Given, ...], values: dict[str, object]
) -> None:
    draft = form(shelf, files, values)
    free = shelf.judge(draft, SANDBOX).cost
    assert (free.low, free.high) == (0.0, 0.0)
    cost = shelf.judge(draft, BEIJING).cost
    duration, resolution = draft.values.get("duration", 5), draft.values["resolution"]
    if cost.low is None or cost.high is None:
        assert cost.low is cost.high
        return
    assert isinstance(duration, int | float)
    per_second = {"720P": 0.6, "1080P": 1.0}[str(resolution)]
    assert per_second * duration - 0.005 <= cost.low <= cost.high <= per_second * (duration + 5) + 0.0051
    if not any(given.field == "reference_video" for given in files):
        assert cost.low == cost.high


@given(files=fine_files, duration=st.integers(2, 9), resolution=st.sampled_from(["720P", "1080P"]))
@settings(max_examples=50, deadline=None)
def test_a_longer_video_never_costs_less(
    shelf: Shelf, files: tuple[Given, ...], duration: int, resolution: str
) -> None:
    shorter, longer = (
        shelf.judge(form(shelf, files, {"duration": seconds, "resolution": resolution})).cost
        for seconds in (duration, duration + 1)
    )
    assert shorter.low is not None
    assert shorter.high is not None
    assert longer.low is not None
    assert longer.high is not None
    assert shorter.low < longer.low
    assert shorter.high < longer.high


@given(files=fine_files, given_values=likely_values)
@settings(max_examples=50, deadline=None)
def test_saying_a_default_is_the_same_as_leaving_it_out(
    shelf: Shelf, files: tuple[Given, ...], given_values: dict[str, object]
) -> None:
    said = {row.name: row.default for row in FORM.scalars() if hasattr(row, "default") and row.name != "prompt"}
    values = {"resolution": "1080P", **given_values}
    assert shelf.judge(form(shelf, files, values)) == shelf.judge(form(shelf, files, {**said, "seed": None, **values}))
