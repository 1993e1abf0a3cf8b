"""Who calls: the address behind a proxy or without one, marks, logins, and guesses that end."""

from typing import Any

import pytest

from lib.errors import InputError
from lib.secret import Secret
from lib.ui.attempts import FORGOTTEN_SECONDS, MOST_CALLERS, MOST_WRONG, Attempts
from lib.ui.visitors import MARK, MARK_LENGTH, Visitor, Visitors, address_of, login_in


def scope(client: str = "10.0.0.7", **headers: str) -> dict[str, Any]:
    raw = [(name.replace("_", "-").encode(), value.encode()) for name, value in headers.items()]
    return {"type": "http", "client": (client, 1), "headers": raw}


@pytest.mark.parametrize(
    ("listed", "proxied", "address"),
    [
        ("", False, "10.0.0.7"),
        ("203.0.113.9, 8.8.8.8", False, "10.0.0.7"),
        ("8.8.8.8", True, "8.8.8.8"),
        # What a caller writes stands in front of what the proxy adds.
        ("1.1.1.1, 8.8.8.8", True, "8.8.8.8"),
        ("8.8.8.8, 10.1.2.3", True, "8.8.8.8"),
        ("nonsense", True, "10.0.0.7"),
        ("", True, "10.0.0.7"),
        ("2a00:1450:4001:81b::200e", True, "2a00:1450:4001:81b::/64"),
    ],
)
def test_the_address_that_counts(listed: str, proxied: bool, address: str) -> None:
    assert address_of(scope(x_forwarded_for=listed), behind_proxy=proxied) == address


def test_marks_tell_visitors_apart_alike_in_two_processes_and_lead_back_to_no_address() -> None:
    here, there = (Visitors(Secret("sk-owner"), behind_proxy=False) for _ in range(2))
    marks = [here.mark(scope(f"10.0.0.{number}")) for number in range(200)]
    assert len(set(marks)) == len(marks)
    assert {len(mark) for mark in marks} == {MARK_LENGTH}
    assert here.mark(scope("10.0.0.1")) == there.mark(scope("10.0.0.1"))
    assert Visitors(Secret("sk-other"), behind_proxy=False).mark(scope("10.0.0.1")) not in marks


def test_only_a_mark_that_this_process_sealed_is_taken() -> None:
    here, there = (Visitors(Secret("sk-owner"), behind_proxy=False) for _ in range(2))
    own, outside = here.sealed(scope("10.0.0.1")), scope("10.0.0.2")
    carried = scope("127.0.0.1", **{MARK: own})
    assert here.mark(carried) == own.partition(".")[0] != here.mark(outside)
    for forged in (own.partition(".")[0], own + "0", there.sealed(scope("10.0.0.1")), "x.y", "."):
        assert here.mark(scope("10.0.0.2", **{MARK: forged})) == here.mark(outside)


@pytest.mark.parametrize(
    ("session", "login"),
    [
        ({}, ""),
        ({"oauth_info": None}, ""),
        ({"oauth_info": {"userinfo": None}}, ""),
        ({"oauth_info": {"userinfo": {"preferred_username": "anna"}}}, "anna"),
        ({"oauth_info": {"userinfo": {"preferred_username": "anna"}, "expires_at": 99}}, ""),
        ({"oauth_info": {"userinfo": {"preferred_username": "anna"}, "expires_at": 101}}, "anna"),
    ],
)
def test_who_is_logged_in(session: dict[str, Any], login: str) -> None:
    assert login_in(session, 100.0) == login


def test_a_name_is_counted_by_the_name_wherever_it_comes_from() -> None:
    assert Visitor(mark="a", login="anna").payer == Visitor(mark="b", login="anna").payer == "hf:anna"
    assert Visitor(mark="a").payer == "a"


def test_guesses_end_for_a_while_and_for_the_guesser_alone() -> None:
    clock = [1000.0]
    attempts = Attempts(lambda: clock[0])
    for _ in range(MOST_WRONG):
        attempts.check("guesser")
        attempts.wrong("guesser")
    with pytest.raises(InputError, match="Try again in 10 min"):
        attempts.check("guesser")
    attempts.check("other")
    clock[0] += FORGOTTEN_SECONDS
    attempts.check("guesser")


def test_guessers_without_number_take_no_more_memory() -> None:
    attempts = Attempts(lambda: 0.0)
    for number in range(MOST_CALLERS + 500):
        attempts.wrong(f"guesser-{number}")
    assert len(attempts._wrong) == MOST_CALLERS  # noqa: SLF001 - nothing outside tells what is remembered
