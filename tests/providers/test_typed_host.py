"""A host that a stranger typed: spoken to by https and at public addresses only, and nothing else is told of it."""

import pytest

from lib.errors import Refused, Unreachable
from lib.providers.dashscope import DashScope
from lib.providers.provider import Account
from lib.secret import Secret
from tests.providers.server import answer, serving


@pytest.mark.parametrize(
    "address",
    [
        "http://127.0.0.1:8080/api/v1",
        "https://127.0.0.1/api/v1",
        "https://[::1]/api/v1",
        "https://169.254.169.254/api/v1",
        "https://10.0.0.5/api/v1",
        "http://example.org/api/v1",
    ],
)
def test_private_addresses_and_plain_http_are_refused_before_a_byte_leaves(address: str) -> None:
    account = Account(service="dashscope", base_url=address, key=Secret("sk-of-a-visitor"), typed=True)
    with pytest.raises(Refused) as refused:
        DashScope().recent(account, "wan2.7-r2v", 0.0)
    assert refused.value.failure.code == "Studio.LinkRefused"


def test_a_name_that_leads_to_this_machine_is_not_followed() -> None:
    account = Account(
        service="dashscope", base_url="https://localhost:8443/api/v1", key=Secret("sk-of-a-visitor"), typed=True
    )
    with pytest.raises((Refused, Unreachable)):
        DashScope().recent(account, "wan2.7-r2v", 0.0)


def test_the_owners_own_host_may_be_anywhere() -> None:
    with serving(answer({"data": [], "total": 0, "total_page": 1, "page_no": 1, "page_size": 10})) as server:
        account = Account(service="dashscope", base_url=server.base_url, key=Secret("sk-of-the-owner"))
        assert DashScope().recent(account, "wan2.7-r2v", 0.0) == []
