"""The gateway's verbs where it behaves: links, the request on the wire, tickets, and where a look goes."""

import base64
from dataclasses import replace
from pathlib import Path

import pytest

from lib.errors import Refused, StorageError
from lib.forms.draft import OrderFile, OrderItem
from lib.forms.fields import MIB
from lib.providers.provider import TaskState, Ticket
from lib.secret import Secret
from tests.makers import make_picture
from tests.providers.gateways import QUICK_GATEWAY, gateway_account, gateway_ticket, web_links
from tests.providers.orders import FORM, KEY, MODEL, file, order, unwatched
from tests.providers.server import Heard, answer, html, serving

NOWHERE = gateway_account("http://gateway.invalid")
PUBLISHING = replace(QUICK_GATEWAY, publish=lambda path, mime: f"https://studio.example/{path.name}?type={mime}")


def _sized(path: Path, size: int) -> Path:
    path.write_bytes(bytes(size))
    return path


def _of(path: Path, mime: str = "image/png") -> OrderFile:
    return OrderFile(sha256="a" * 64, name=path.name, format="png", mime=mime, size_bytes=path.stat().st_size)


def test_a_file_goes_inline_whole(tmp_path: Path) -> None:
    path, heard = make_picture(tmp_path / "a.png"), Heard()
    link = QUICK_GATEWAY.prepare(NOWHERE, MODEL, _of(path), path, heard)
    head, _, content = link.partition(",")
    assert head == "data:image/png;base64"
    assert base64.b64decode(content, validate=True) == path.read_bytes()
    assert heard.calls == [(path.stat().st_size,) * 2]


@pytest.mark.parametrize(
    ("size", "mime", "inline"),
    [
        (1000, "image/png", True),
        (MIB, "image/png", False),
        (1000, "video/mp4", False),
        (1000, "audio/wav", False),
    ],
)
def test_where_links_can_be_made_only_small_pictures_go_inline(
    tmp_path: Path, size: int, mime: str, inline: bool
) -> None:
    path = _sized(tmp_path / "a.bin", size)
    link = PUBLISHING.prepare(NOWHERE, MODEL, _of(path, mime), path, unwatched)
    assert link.startswith("data:") if inline else link == f"https://studio.example/a.bin?type={mime}"
    assert QUICK_GATEWAY.prepare(NOWHERE, MODEL, _of(path, mime), path, unwatched).startswith(f"data:{mime};base64,")


def test_a_file_that_fits_nowhere_is_refused_before_anything_is_sent(tmp_path: Path) -> None:
    path = _sized(tmp_path / "a.png", 7 * MIB)
    with serving(answer({})) as server, pytest.raises(Refused) as raised:
        QUICK_GATEWAY.prepare(gateway_account(server.origin), MODEL, _of(path), path, unwatched)
    assert raised.value.failure.code == "Studio.TooLargeToInline"
    assert "R2V_PUBLIC_URL" in raised.value.failure.advice
    assert server.seen == []


def test_a_file_that_is_gone_is_a_storage_error(tmp_path: Path) -> None:
    with pytest.raises(StorageError):
        QUICK_GATEWAY.prepare(NOWHERE, MODEL, file("a"), tmp_path / "none.png", unwatched)


def test_the_request_on_the_wire() -> None:
    made = order()
    with serving(answer({"task_id": "t/1", "status": "queued"}, headers={"X-Oneapi-Request-Id": "r-9"})) as server:
        given = QUICK_GATEWAY.submit(gateway_account(server.origin), FORM, made, web_links(made))
    seen = server.seen[0]
    assert (seen.method, seen.target) == ("POST", "/v1/video/generations")
    assert seen.headers["Authorization"] == f"Bearer {KEY}"
    assert seen.headers["Content-Type"] == "application/json"
    assert not [name for name in seen.headers if "dashscope" in name.lower()]
    assert seen.json["reference_image"] == "https://files.example/aaaa.png"
    assert given == Ticket(service="modelstream", base_url=server.origin, task_id="t/1", request_id="r-9")


@pytest.mark.parametrize("behind", ["", "/", "/v1", "/v1/"])
def test_the_address_may_be_that_of_openais_clients(behind: str) -> None:
    with serving(answer({"status": "queued"})) as server:
        QUICK_GATEWAY.look(gateway_account(server.origin), gateway_ticket(f"{server.origin}{behind}"))
    assert server.seen[0].target == "/v1/video/generations/task-1"


def test_a_look_goes_to_the_host_that_gave_the_ticket() -> None:
    with serving(answer({"status": "queued"})) as first, serving(html(500)) as second:
        seen = QUICK_GATEWAY.look(gateway_account(second.origin), gateway_ticket(first.origin, "a/../b?c"))
    assert seen.state is TaskState.QUEUED
    assert first.seen[0].target == "/v1/video/generations/a%2F..%2Fb%3Fc"


def test_an_order_without_a_picture_is_refused_at_its_field_and_not_sent() -> None:
    made = order(OrderItem(field="reference_video", file=file("b", "mp4", "video/mp4")))
    with serving(answer({})) as server, pytest.raises(Refused) as raised:
        QUICK_GATEWAY.submit(gateway_account(server.origin), FORM, made, web_links(made))
    assert (raised.value.failure.code, raised.value.failure.field) == ("gateway.required", "reference_image")
    assert server.seen == []


def test_a_refusal_names_the_field_that_it_is_about() -> None:
    told = {"error": {"message": "no", "type": "invalid_request_error", "param": "duration", "code": "invalid_request"}}
    made = order()
    with serving(answer(told, 400)) as server, pytest.raises(Refused) as raised:
        QUICK_GATEWAY.submit(gateway_account(server.origin), FORM, made, web_links(made))
    assert raised.value.failure.field == "duration"


@pytest.mark.parametrize("root", [None, "http://gateway.example", "https://169.254.169.254", "https://10.0.0.1"])
def test_a_strangers_address_leads_to_the_encrypted_internet_only(root: str | None, tmp_path: Path) -> None:
    with serving(answer({"status": "queued"})) as server:
        who = replace(gateway_account(root or server.origin), typed=True)
        made = order()
        for verb in (
            lambda: QUICK_GATEWAY.look(who, gateway_ticket(who.base_url)),
            lambda: QUICK_GATEWAY.submit(who, FORM, made, web_links(made)),
            lambda: QUICK_GATEWAY.fetch(who, Secret(f"{server.origin}/v"), tmp_path / "v.mp4", unwatched),
        ):
            with pytest.raises(Refused) as raised:
                verb()
            assert raised.value.failure.code == "Studio.LinkRefused"
    assert server.seen == []


def test_a_public_gateway_cannot_send_us_inside(tmp_path: Path) -> None:
    with serving(answer(b"video", kind="video/mp4")) as server:
        link = Secret(f"{server.origin}/v.mp4?Signature=x")
        with pytest.raises(Refused) as raised:
            QUICK_GATEWAY.fetch(gateway_account("https://api.modelstream.ai"), link, tmp_path / "v.mp4", unwatched)
        assert raised.value.failure.code == "Studio.LinkRefused"
        assert server.seen == []
        QUICK_GATEWAY.fetch(gateway_account(server.origin), link, tmp_path / "v.mp4", unwatched)
    assert (tmp_path / "v.mp4").read_bytes() == b"video"
    assert "Authorization" not in server.seen[0].headers
