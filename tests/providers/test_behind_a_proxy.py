"""A paid request behind a company's proxy: an answer that broke off is no request that never left."""

from pathlib import Path

import pytest

from lib.errors import Interrupted, Unreachable
from lib.providers.dashscope import DashScope
from lib.providers.provider import Account
from lib.secret import Secret
from tests.providers.orders import FORM, KEY, links, order
from tests.providers.server import closed_port
from tests.regions import BEIJING, SILENT, regions

WHO = Account(service="dashscope", base_url=f"https://{BEIJING}/api/v1", key=Secret(KEY))


def test_an_answer_cut_behind_a_proxy_may_have_been_accepted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    made = order()
    with regions(tmp_path, {(BEIJING, KEY): SILENT}) as hosts:
        for name, value in hosts.environment.items():
            monkeypatch.setenv(name, value)
        with pytest.raises(Interrupted) as raised:
            DashScope().submit(WHO, FORM, made, links(made))
    assert not raised.value.failure.retryable
    assert len(hosts.seen) == 1


def test_a_proxy_that_is_not_there_took_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HTTPS_PROXY", closed_port().removesuffix("/api/v1"))
    monkeypatch.delenv("https_proxy", raising=False)
    made = order()
    with pytest.raises(Unreachable):
        DashScope().submit(WHO, FORM, made, links(made))


def test_a_certificate_that_is_not_trusted_took_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    made = order()
    with regions(tmp_path, {(BEIJING, KEY): SILENT}) as hosts:
        for name, value in hosts.environment.items():
            if name != "REQUESTS_CA_BUNDLE":
                monkeypatch.setenv(name, value)
        with pytest.raises(Unreachable):
            DashScope().submit(WHO, FORM, made, links(made))
    assert hosts.seen == []
