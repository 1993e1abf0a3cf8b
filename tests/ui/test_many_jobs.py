"""What the page says of many jobs: places, sums, the question before a repeat, and what tells variants apart."""

from dataclasses import replace
from typing import Any

import pytest

from lib.forms.cost import Cost
from lib.forms.draft import Order
from lib.forms.variants import ONE, Variants
from lib.jobs.record import JobState, Record
from lib.jobs.sending import Sent
from lib.providers.dashscope_errors import failure
from lib.secret import Secret
from lib.ui.asked_twice import twice_view
from lib.ui.repeating import repeat_view
from lib.ui.variants import batch_cost_words, variants_of
from lib.ui.view import line_words, state_view

PAID = Cost(currency="CNY", low=3.0, high=3.0, note="Price list.")
RECORD = Record(
    job="j" * 32,
    visitor="somebody",
    service="dashscope",
    account="a",
    order=Order(model="wan2.7-r2v", values={"prompt": "Image 1 waves."}, media=()),
    message="Waiting to begin.",
    created=100.0,
    updated=100.0,
    cost=PAID,
)


@pytest.mark.parametrize(
    ("place", "words"),
    [(0, ""), (1, "first in line"), (3, "third in line"), (10, "tenth in line"), (11, "number 11 in line")],
)
def test_a_place_in_line(place: int, words: str) -> None:
    assert line_words(place) == words


def test_who_waits_is_told_for_what() -> None:
    shown = state_view(RECORD, 150.0, 112.0, place=3)
    assert shown["words"] == "Waiting · third in line"
    assert shown["message"] == "Begins when 3 more have ended: 5 at once for an account."
    assert state_view(RECORD, 150.0, 112.0, place=1)["message"].startswith("Begins when one more has ended")
    assert state_view(RECORD, 150.0, 112.0)["message"] == "Waiting to begin."


@pytest.mark.parametrize(
    ("choice", "wanted"),
    [
        ("1", ONE),
        ("8", Variants(count=8)),
        ("ratio", Variants(per_ratio=True)),
        (None, ONE),
        ("", ONE),
        ("²", ONE),
        ("88", ONE),
    ],
)
def test_the_control_is_read(choice: str | None, wanted: Variants) -> None:
    assert variants_of(choice) == wanted


def test_a_sum_says_what_one_costs() -> None:
    assert batch_cost_words(PAID, 1)["sum"] == "about ¥3.00"
    assert batch_cost_words(PAID, 4)["sum"] == "4 × about ¥3.00 = ¥12.00"
    wide = replace(PAID, low=6.0, high=11.0)
    assert batch_cost_words(wide, 2)["sum"] == "2 × about (¥6.00 – ¥11.00) = ¥12.00 – ¥22.00"
    assert batch_cost_words(replace(PAID, low=0.0, high=0.0), 8)["sum"] == "Free"
    assert batch_cost_words(replace(PAID, low=None, high=None), 8)["sum"] == "—"


@pytest.mark.parametrize(
    ("state", "words"),
    [
        (JobState.RUNNING, "The same is under way, sent 1:05 ago."),
        (JobState.LOST, "may have been accepted and charged"),
        (JobState.SUCCEEDED, "with the same seed, 1:05 ago"),
    ],
)
def test_the_question_says_what_is_there(state: JobState, words: str) -> None:
    asked = twice_view(Sent(records=(replace(RECORD, state=state),), asked=1, before=65.0), "about ¥3.00")
    assert words in asked["line"]
    assert (asked["job"], asked["price"]) == (RECORD.job, "about ¥3.00")


def repeats(record: Record | None, visitor: str = "somebody") -> list[str]:
    return [deed["act"] for deed in repeat_view(record, visitor)["deeds"]]


def ended(state: JobState, **fields: Any) -> Record:
    return replace(RECORD, state=state, **fields)


def test_a_job_is_offered_again_to_whoever_made_it() -> None:
    made = ended(JobState.SUCCEEDED)
    offer = repeat_view(made, "somebody")
    assert (offer["job"], offer["price"], repeats(made)) == (made.job, "about ¥3.00 each", ["again", "seed"])
    assert repeats(made, "somebody else") == []
    assert repeats(replace(made, visitor=""), "") == []
    assert repeats(None) == []
    assert repeats(replace(made, origin="adopted")) == []


@pytest.mark.parametrize("state", [state for state in JobState if not state.ended] + [JobState.LOST])
def test_what_is_under_way_or_may_be_is_not_offered_again(state: JobState) -> None:
    assert repeat_view(ended(state), "somebody") == {"job": "", "price": "", "deeds": []}


@pytest.mark.parametrize(
    ("code", "offered"),
    [
        ("InternalError", ["again"]),
        ("InvalidApiKey", ["again"]),
        ("Arrearage", ["again"]),
        ("InvalidParameter.DataInspection", ["again"]),
        ("DataInspectionFailed", []),
        ("InvalidParameter", []),
        ("InvalidFile.Size", []),
    ],
)
def test_what_failed_is_tried_again_unless_the_order_itself_was_refused(code: str, offered: list[str]) -> None:
    error = failure(code, "", request_id="", host="example.com", key=Secret(""))
    assert repeats(ended(JobState.FAILED, error=error)) == offered
    assert repeat_view(ended(JobState.CANCELED), "somebody")["price"] == "about ¥3.00"
