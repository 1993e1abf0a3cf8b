"""Every verb against every fault: which error, which code, and whether trying again can help."""

import socket
import threading
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from lib.errors import Interrupted, Refused, Throttled, Unreachable
from lib.providers.provider import Account
from lib.secret import Secret
from tests.providers.faults import FAULTS, SAID, Fault, Verb, check_fault, check_unreachable
from tests.providers.orders import FORM, KEY, MODEL, QUICK, account, chain, file, links, order, ticket, unwatched
from tests.providers.server import answer, closed_port, html, serving


def _prepare(who: Account) -> object:
    return QUICK.prepare(who, MODEL, file("a"), Path(__file__), unwatched)


def _submit(who: Account) -> object:
    made = order()
    return QUICK.submit(who, FORM, made, links(made))


VERBS: dict[str, Verb] = {
    "prepare": _prepare,
    "submit": _submit,
    "look": lambda who: QUICK.look(who, ticket(who.base_url)),
    "cancel": lambda who: QUICK.cancel(who, ticket(who.base_url)),
    "recent": lambda who: QUICK.recent(who, MODEL, 0.0),
}


def _no(code: str) -> dict[str, str]:
    return {"code": code, "message": SAID, "request_id": "r"}


OWN_FAULTS: dict[str, Fault] = {
    "gateway's error": Fault(answer({"error": {"code": "x"}}, 400), Interrupted, "Studio.BadAnswer", True),
    "code as number": Fault(answer({"code": 7, "message": "x"}, 400), Interrupted, "Studio.BadAnswer", True),
    "401": Fault(answer(_no("InvalidApiKey"), 401), Refused, "InvalidApiKey", False),
    "403": Fault(answer(_no("Model.AccessDenied"), 403), Refused, "Model.AccessDenied", False),
    "404": Fault(answer(_no("ModelNotFound"), 404), Refused, "ModelNotFound", False),
    "400 unknown": Fault(answer(_no("Brand.New"), 400), Refused, "Brand.New", False),
    "408": Fault(answer(_no("RequestTimeOut"), 408), Interrupted, "RequestTimeOut", True),
    "408 unknown": Fault(answer(_no("Brand.New"), 408), Interrupted, "Brand.New", True),
    "429": Fault(answer(_no("Throttling"), 429), Throttled, "Throttling", True),
    "429 rate": Fault(answer(_no("Throttling.RateQuota"), 429), Throttled, "Throttling.RateQuota", True),
    "429 burst": Fault(answer(_no("Throttling.BurstRate"), 429), Throttled, "Throttling.BurstRate", True),
    "429 quota": Fault(answer(_no("Throttling.AllocationQuota"), 429), Refused, "Throttling.AllocationQuota", False),
    "429 bill": Fault(answer(_no("PrepaidBillOverdue"), 429), Refused, "PrepaidBillOverdue", False),
    "500": Fault(answer(_no("InternalError"), 500), Interrupted, "InternalError", True),
    "503": Fault(answer(_no("Brand.New"), 503), Interrupted, "Brand.New", True),
}


@pytest.mark.parametrize("fault", {**FAULTS, **OWN_FAULTS}.values(), ids=[*FAULTS, *OWN_FAULTS])
@pytest.mark.parametrize("verb", VERBS)
def test_every_verb_names_every_fault(verb: str, fault: Fault) -> None:
    check_fault(fault, VERBS[verb], lambda server: account(server.base_url), paid=verb == "submit")


@pytest.mark.parametrize("verb", VERBS)
def test_a_request_that_never_left_is_unreachable(verb: str) -> None:
    check_unreachable(VERBS[verb], account, path="/api/v1")


@pytest.mark.parametrize("greeting", [b"HTTP/1.1 400 Bad Request\r\n\r\n", b""])
@pytest.mark.parametrize("verb", ["submit", "look"])
def test_a_failed_tls_handshake_is_unreachable(verb: str, greeting: bytes) -> None:
    # urllib3 names a TLS error alike before and after the request; for money the difference is everything.
    def greet(listener: socket.socket) -> None:
        connection, _peer = listener.accept()
        with connection:
            connection.recv(100)
            connection.sendall(greeting)

    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen()
        thread = threading.Thread(target=greet, args=(listener,))
        thread.start()
        with pytest.raises(Unreachable):
            VERBS[verb](account(f"https://127.0.0.1:{listener.getsockname()[1]}/api/v1"))
        thread.join()


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"output": {}},
        {"output": None},
        {"output": {"task_id": ""}},
        {"output": {"task_id": 5}},
        {"output": {"task_id": "a\nb"}},
        {"task_id": "x"},
        {"code": "InvalidApiKey", "message": "x"},
    ],
)
def test_a_yes_without_a_task_id_may_have_been_accepted(body: dict[str, Any]) -> None:
    with serving(answer(body)) as server, pytest.raises(Interrupted) as raised:
        _submit(account(server.base_url))
    assert raised.value.failure.code == "Studio.BadAnswer"


@pytest.mark.parametrize(
    ("said", "meant"),
    [("7", 7.0), ("86400", 120.0), ("", None), ("soon", None), ("-3", None), ("Wed, 21 Oct 2015 07:28:00 GMT", 0.0)],
)
def test_the_pause_that_the_service_asks_for_is_capped(said: str, meant: float | None) -> None:
    reply = answer(_no("Throttling"), 429, headers={"Retry-After": said})
    with serving(reply) as server, pytest.raises(Throttled) as raised:
        _submit(account(server.base_url))
    assert raised.value.retry_after == meant


@pytest.mark.parametrize("key", ["", "sk-with space", "sk-line\nbreak", "sk-ключ"])
def test_a_key_that_no_header_can_carry_is_refused_without_a_word_of_it(key: str) -> None:
    with serving(answer({})) as server, pytest.raises(Refused) as raised:
        _submit(replace(account(server.base_url), key=Secret(key)))
    assert raised.value.failure.code == "InvalidApiKey"
    assert not key or key not in chain(raised.value)
    assert server.seen == []


def test_a_netrc_does_not_take_the_place_of_the_key(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    netrc = tmp_path / "netrc"
    netrc.write_text("default login someone password else\n")
    monkeypatch.setenv("NETRC", str(netrc))
    with serving(answer({"output": {"task_status": "RUNNING"}})) as server:
        VERBS["look"](account(server.base_url))
    assert server.seen[0].headers["Authorization"] == f"Bearer {KEY}"


def test_a_proxy_is_used_for_the_internet_and_not_for_this_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("no_proxy", "NO_PROXY"):
        monkeypatch.delenv(name, raising=False)
    with serving(answer({"output": {"task_status": "RUNNING"}})) as server, serving(html(502)) as proxy:
        monkeypatch.setenv("http_proxy", proxy.origin)
        VERBS["look"](account(server.base_url))
        with pytest.raises(Interrupted):
            VERBS["submit"](account("http://model-studio.invalid/api/v1"))
    assert (len(server.seen), len(proxy.seen)) == (1, 1)


@pytest.mark.parametrize("address", ["http://model-studio.invalid/api/v1", "https://model-studio.invalid/api/v1"])
def test_a_proxy_that_is_away_means_that_nothing_left(monkeypatch: pytest.MonkeyPatch, address: str) -> None:
    for name in ("http_proxy", "https_proxy"):
        monkeypatch.setenv(name, closed_port().removesuffix("/api/v1"))
    with pytest.raises(Unreachable):
        VERBS["submit"](account(address))
