"""The key doctor, at hosts that accept, refuse and keep silent; nothing that costs is ever asked for."""

from collections.abc import Mapping
from pathlib import Path

import pytest

from lib.providers.dashscope import DashScope
from lib.providers.doctor import Verdict, examine
from lib.providers.http import Timeouts
from lib.providers.modelstream import ModelStream
from lib.providers.provider import Account
from lib.providers.regions import presets
from lib.secret import Secret
from tests.providers.orders import KEY, MODEL, QUICK
from tests.providers.server import Reply, answer, closed_port, html, serving
from tests.regions import BEIJING, SILENT, SINGAPORE, UNKNOWN_KEY, WORKSPACE, Said, good, regions

CLIENT = DashScope(timeouts=Timeouts(connect=5, read=5, create=5))


def refused(status: int, code: str, message: str = "No.") -> Said:
    return status, {"code": code, "message": message, "request_id": "r-9"}


OVERDUE = refused(400, "Arrearage")
NO_MODEL = refused(403, "Model.AccessDenied")


@pytest.mark.parametrize(
    ("host", "said", "verdict", "region", "words"),
    [
        (BEIJING, {BEIJING: good()}, Verdict.GOOD, "", "good for Beijing"),
        (SINGAPORE, {SINGAPORE: good()}, Verdict.GOOD, "", "good for Singapore"),
        (BEIJING, {SINGAPORE: good()}, Verdict.ELSEWHERE, "ap-southeast-1", "Set the region to Singapore."),
        (SINGAPORE, {BEIJING: good()}, Verdict.ELSEWHERE, "cn-beijing", "Set the region to Beijing."),
        (WORKSPACE, {BEIJING: good()}, Verdict.ELSEWHERE, "cn-beijing", f"{WORKSPACE}) does not accept"),
        (BEIJING, {SINGAPORE: OVERDUE}, Verdict.ELSEWHERE, "ap-southeast-1", "The account is overdue."),
        (BEIJING, {}, Verdict.REFUSED, "", "refused in every region"),
        (BEIJING, {SINGAPORE: SILENT}, Verdict.REFUSED, "", "belongs to Singapore could not be told"),
        (BEIJING, {BEIJING: OVERDUE}, Verdict.OVERDUE, "", "Top it up"),
        (BEIJING, {BEIJING: NO_MODEL}, Verdict.NOT_ALLOWED, "", "workspace may not do that"),
        (BEIJING, {BEIJING: refused(401, "NOT AUTHORIZED")}, Verdict.NOT_ALLOWED, "", "workspace"),
        (BEIJING, {BEIJING: refused(404, "ModelNotFound")}, Verdict.NOT_ALLOWED, "", "region that has it"),
        (BEIJING, {BEIJING: refused(429, "Throttling")}, Verdict.UNCLEAR, "", "slower pace"),
        (BEIJING, {BEIJING: refused(418, "Teapot", "Short and stout.")}, Verdict.UNCLEAR, "", "Short and stout."),
        (BEIJING, {BEIJING: SILENT}, Verdict.UNREACHABLE, "", "broke off"),
    ],
)
def test_what_is_wrong_and_which_setting_to_change(  # noqa: PLR0913, PLR0917  # a column of the table each
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    host: str,
    said: Mapping[str, Said],
    verdict: Verdict,
    region: str,
    words: str,
) -> None:
    account = Account(service="dashscope", base_url=f"https://{host}/api/v1", key=Secret(KEY))
    with regions(tmp_path, {(at, KEY): what for at, what in said.items()}) as hosts:
        for name, value in hosts.environment.items():
            monkeypatch.setenv(name, value)
        found = examine(CLIENT, account, MODEL, presets())
    assert (found.verdict, found.region) == (verdict, region), found
    assert words in f"{found.message} {found.advice}"
    assert {path for _, path, _ in hosts.seen} == {"/api/v1/uploads"}, "only what costs nothing is asked"
    assert hosts.seen[0][0] == host
    assert len(hosts.seen) <= len(presets()) + 1
    assert KEY not in repr(found)


def test_a_key_is_not_shown_to_other_hosts_where_it_is_for_none_of_model_studios() -> None:
    status, body = UNKNOWN_KEY
    with serving(answer(body, status)) as server:
        account = Account(service="dashscope", base_url=server.base_url, key=Secret(KEY))
        found = examine(QUICK, account, MODEL, presets())
    assert found.verdict is Verdict.REFUSED
    assert "no other region was tried" in found.advice
    assert len(server.seen) == 1


def test_a_host_that_is_not_there_is_unreachable() -> None:
    account = Account(service="dashscope", base_url=closed_port(), key=Secret(KEY))
    found = examine(QUICK, account, MODEL, presets())
    assert found.verdict is Verdict.UNREACHABLE
    assert found.advice


def test_a_key_that_no_header_can_carry_is_told_without_a_request() -> None:
    account = Account(service="dashscope", base_url=closed_port(), key=Secret("sk with a space"))
    found = examine(QUICK, account, MODEL, presets())
    assert found.verdict is Verdict.REFUSED
    assert "holds a space" in found.message


@pytest.mark.parametrize(
    ("reply", "verdict", "words"),
    [
        (answer({"code": "task_not_exist", "message": "task_not_exist", "data": None}, 400), Verdict.LIKELY, "Unconf"),
        (answer({"error": {"message": "Invalid token", "code": ""}}, 401), Verdict.REFUSED, "did not accept the key"),
        (answer({"error": {"message": "quota", "code": ""}}, 402), Verdict.OVERDUE, "Top it up"),
        (answer({"error": {"message": "frozen", "code": ""}}, 403), Verdict.NOT_ALLOWED, "frozen"),
        (html(502), Verdict.UNREACHABLE, "made no sense"),
    ],
)
def test_a_gateway_is_asked_for_a_task_that_nobody_made(reply: Reply, verdict: Verdict, words: str) -> None:
    with serving(reply) as server:
        account = Account(service="modelstream", base_url=server.origin, key=Secret(KEY))
        found = examine(ModelStream(), account, MODEL, ())
    assert found.verdict is verdict, found
    assert words in f"{found.message} {found.advice}"
    assert [(seen.method, seen.path.rpartition("/")[0]) for seen in server.seen] == [("GET", "/v1/video/generations")]
