"""Faults that every service can have, and how a verb is put through one: what the two clients' tables share."""

from collections.abc import Callable
from typing import NamedTuple

import pytest

from lib.errors import Interrupted, ServiceError, Unreachable
from lib.providers.provider import Account
from tests.providers.orders import KEY, chain
from tests.providers.server import (
    MIB,
    Reply,
    ScriptedServer,
    answer,
    blackhole,
    closed_port,
    cut,
    drip,
    hang_up,
    html,
    huge,
    redirect,
    reset,
    serving,
    stall,
)

Verb = Callable[[Account], object]

# What a service says may hold a key and a signed link; no error may repeat them.
SAID = f"no: Bearer {KEY} at https://x.example/a?Signature=abc"


class Fault(NamedTuple):
    """A fault and what must come of it. `retryable` holds for every verb but a submit that may have been accepted."""

    reply: Reply
    error: type[ServiceError]
    code: str
    retryable: bool


def _nonsense(reply: Reply) -> Fault:
    return Fault(reply, Interrupted, "Studio.BadAnswer", True)


FAULTS: dict[str, Fault] = {
    "reset": Fault(reset, Interrupted, "Studio.Interrupted", True),
    "hang-up": Fault(hang_up, Interrupted, "Studio.Interrupted", True),
    "stall": Fault(stall, Interrupted, "Studio.TimedOut", True),
    "drip": Fault(drip, Interrupted, "Studio.TimedOut", True),
    "half a body": Fault(cut(b'{"output": {"task_id"', 500), Interrupted, "Studio.Interrupted", True),
    "HTML 200": _nonsense(html(200)),
    "HTML 403": _nonsense(html(403)),
    "HTML 404": _nonsense(html(404)),
    "HTML 429": _nonsense(html(429)),
    "HTML 502": _nonsense(html(502)),
    "broken JSON": _nonsense(answer(b'{"output": ')),
    "another shape": _nonsense(answer({"hello": [1, 2]})),
    "JSON list": _nonsense(answer([1])),
    "deep JSON": _nonsense(answer(b"[" * 200_000)),
    "empty 200": _nonsense(answer(b"")),
    "empty 400": _nonsense(answer(b"", 400)),
    "empty 500": _nonsense(answer(b"", 500)),
    "another's error": _nonsense(answer({"detail": "no"}, 400)),
    "10 MB 200": _nonsense(huge(200, 10 * MIB)),
    "10 MB 400": _nonsense(huge(400, 10 * MIB)),
    "redirect": _nonsense(redirect("http://127.0.0.1:1/")),
}


def check_fault(fault: Fault, verb: Verb, who_at: Callable[[ScriptedServer], Account], *, paid: bool) -> None:
    """Put a verb through a fault: the right error, told without a secret, after one request.

    Args:
        fault: what the server does, and what must come of it.
        verb: what is asked.
        who_at: gives the account at the server.
        paid: the verb costs money, so that a doubt is told and is never retryable.
    """
    with serving(fault.reply) as server, pytest.raises(ServiceError) as raised:
        verb(who_at(server))
    failure = raised.value.failure
    doubtful = paid and fault.error is Interrupted
    assert type(raised.value) is fault.error
    assert (failure.code, failure.retryable) == (fault.code, fault.retryable and not doubtful)
    assert ("may have been accepted" in failure.advice) == doubtful
    assert failure.message
    assert KEY not in chain(raised.value)
    assert "Signature=" not in chain(raised.value)
    assert len(server.seen) == 1, "nothing is sent twice"


def check_unreachable(verb: Verb, who_at: Callable[[str], Account], *, path: str = "") -> None:
    """Ask where nobody listens, where nobody answers the door, and at a name that there isn't: nothing has left."""
    with blackhole() as full:
        origins = [address.removesuffix("/api/v1") for address in (closed_port(), full)]
        for origin in (*origins, "http://no-such-host.invalid"):
            with pytest.raises(Unreachable) as raised:
                verb(who_at(origin + path))
            assert raised.value.failure.code == "Studio.Unreachable"
            assert raised.value.failure.retryable
            assert KEY not in chain(raised.value)
