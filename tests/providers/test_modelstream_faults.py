"""The gateway's verbs against every fault: which error, which code, and never a second request."""

from dataclasses import replace
from typing import Any

import pytest

from lib.errors import Interrupted, Refused, ServiceError, Throttled
from lib.providers.provider import Account
from lib.secret import Secret
from tests.providers.faults import FAULTS, SAID, Fault, Verb, check_fault, check_unreachable
from tests.providers.gateways import QUICK_GATEWAY, gateway_account, gateway_ticket, web_links
from tests.providers.orders import FORM, MODEL, chain, order
from tests.providers.server import Reply, answer, serving


def _submit(who: Account) -> object:
    made = order()
    return QUICK_GATEWAY.submit(who, FORM, made, web_links(made))


VERBS: dict[str, Verb] = {
    "submit": _submit,
    "look": lambda who: QUICK_GATEWAY.look(who, gateway_ticket(who.base_url)),
}


def _task(code: object, status: int, **headers: str) -> Reply:
    """Answer as new-api's task routes refuse."""
    return answer({"code": code, "message": SAID, "data": None}, status, headers=headers)


def _before(code: object, status: int, kind: str = "new_api_error") -> Reply:
    """Answer as the layer before them refuses."""
    return answer({"error": {"message": SAID, "type": kind, "param": "", "code": code}}, status)


OWN_FAULTS: dict[str, Fault] = {
    "nothing 200": Fault(answer({}), Interrupted, "Studio.BadAnswer", True),
    "nothing 400": Fault(answer({}, 400), Interrupted, "Studio.BadAnswer", True),
    "empty error": Fault(answer({"error": {}}, 400), Interrupted, "Studio.BadAnswer", True),
    "200 error": Fault(_before("invalid_request", 200), Interrupted, "invalid_request", True),
    "200 code": Fault(_task("brand_new", 200), Interrupted, "brand_new", True),
    "401": Fault(_before("", 401), Refused, "new_api_error", False),
    "401 without more": Fault(answer({"error": {"message": SAID}}, 401), Refused, "HTTP.401", False),
    "401 text": Fault(answer({"error": SAID}, 401), Refused, "HTTP.401", False),
    "401 number": Fault(_before(401, 401), Refused, "401", False),
    "402": Fault(_before("", 402, "insufficient_quota"), Refused, "insufficient_quota", False),
    "403": Fault(_before("insufficient_user_quota", 403), Refused, "insufficient_user_quota", False),
    "400 unknown": Fault(_task("brand_new", 400), Refused, "brand_new", False),
    "400 upstream": Fault(_task("fail_to_fetch_task", 400), Refused, "fail_to_fetch_task", False),
    "404": Fault(_before("", 404, "invalid_request_error"), Refused, "invalid_request_error", False),
    "408": Fault(_task("brand_new", 408), Interrupted, "brand_new", True),
    "400 after waiting": Fault(_task("do_request_failed", 400), Interrupted, "do_request_failed", True),
    "429": Fault(_before("", 429), Throttled, "new_api_error", True),
    "429 upstream": Fault(_task("fail_to_fetch_task", 429), Throttled, "fail_to_fetch_task", True),
    "429 rate": Fault(_before("rate_limit_exceeded", 429), Throttled, "rate_limit_exceeded", True),
    "429 quota": Fault(_before("insufficient_quota", 429), Refused, "insufficient_quota", False),
    "429 unknown": Fault(_before("brand_new", 429), Refused, "brand_new", False),
    "500": Fault(_task("do_request_failed", 500), Interrupted, "do_request_failed", True),
    "500 unknown": Fault(_task("brand_new", 500), Interrupted, "brand_new", True),
    "500 quota": Fault(_before("insufficient_user_quota", 500), Refused, "insufficient_user_quota", False),
    "503": Fault(_before("", 503), Interrupted, "new_api_error", True),
    "503 no channel": Fault(_before("model_not_found", 503), Refused, "model_not_found", False),
}


@pytest.mark.parametrize("fault", {**FAULTS, **OWN_FAULTS}.values(), ids=[*FAULTS, *OWN_FAULTS])
@pytest.mark.parametrize("verb", VERBS)
def test_every_verb_names_every_fault(verb: str, fault: Fault) -> None:
    check_fault(fault, VERBS[verb], lambda server: gateway_account(server.origin), paid=verb == "submit")


@pytest.mark.parametrize("verb", VERBS)
def test_a_request_that_never_left_is_unreachable(verb: str) -> None:
    check_unreachable(VERBS[verb], gateway_account)


def test_the_pause_that_the_gateway_asks_for_comes_through() -> None:
    reply = _task("fail_to_fetch_task", 429, **{"Retry-After": "7"})
    with serving(reply) as server, pytest.raises(Throttled) as raised:
        _submit(gateway_account(server.origin))
    assert raised.value.retry_after == 7.0


@pytest.mark.parametrize(
    "body",
    [{}, {"task_id": ""}, {"task_id": None}, {"data": {}}, {"data": None}, {"status": "queued"}, {"task_id": "a\nb"}],
)
def test_a_yes_without_a_task_id_may_have_been_accepted(body: dict[str, Any]) -> None:
    with serving(answer(body)) as server, pytest.raises(Interrupted):
        _submit(gateway_account(server.origin))
    assert len(server.seen) == 1


@pytest.mark.parametrize("key", ["", "ms-with space", "ms-line\nbreak", "ms-ключ"])
def test_a_key_that_no_header_can_carry_is_refused_without_a_word_of_it(key: str) -> None:
    with serving(answer({})) as server, pytest.raises(Refused) as raised:
        _submit(replace(gateway_account(server.origin), key=Secret(key)))
    assert raised.value.failure.field == "api_key"
    assert not key or key not in chain(raised.value)
    assert server.seen == []


def test_what_the_gateway_cannot_do_is_said_without_a_request() -> None:
    with serving(answer({})) as server:
        who = gateway_account(server.origin)
        with pytest.raises(ServiceError) as listed:
            QUICK_GATEWAY.recent(who, MODEL, 0.0)
        with pytest.raises(Refused) as canceled:
            QUICK_GATEWAY.cancel(who, gateway_ticket(server.origin))
    assert (listed.value.failure.code, canceled.value.failure.code) == ("Studio.NoTaskList", "Studio.NoCancel")
    # A Refused would say that the request which is looked for was not accepted.
    assert type(listed.value) is ServiceError
    assert "may have been accepted" in listed.value.failure.advice
    assert not listed.value.failure.retryable
    assert server.seen == []
