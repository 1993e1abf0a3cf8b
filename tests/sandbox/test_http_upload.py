"""Uploads: the policy, the strict form, and a body that never sits in memory."""

import socket
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from xml.etree import ElementTree as ET

import pytest
import requests
from requests_toolbelt import MultipartEncoder

from tests.sandbox.conftest import Connect, StartSandbox
from tests.sandbox.raw_client import RawClient, SandboxProcess, body_of, form_fields

MB = 1024 * 1024


def test_the_policy_has_every_documented_field(client: RawClient) -> None:
    answer = client.get("/uploads", action="getPolicy", model="wan2.7-r2v")
    assert answer.json()["request_id"]
    data = answer.json()["data"]
    kinds = {name: type(value) for name, value in data.items()}
    assert kinds == {
        "policy": str,
        "signature": str,
        "upload_dir": str,
        "upload_host": str,
        "expire_in_seconds": int,
        "max_file_size_mb": int,
        "capacity_limit_mb": int,
        "oss_access_key_id": str,
        "x_oss_object_acl": str,
        "x_oss_forbid_overwrite": str,
    }
    assert data["upload_dir"].startswith("dashscope-instant/")
    assert client.base_url.startswith(data["upload_host"])
    assert (data["expire_in_seconds"], data["x_oss_object_acl"], data["x_oss_forbid_overwrite"]) == (
        300,
        "private",
        "true",
    )


@pytest.mark.parametrize(
    ("query", "status", "code"),
    [
        ({"model": "wan2.7-r2v"}, 400, "InvalidParameter"),
        ({"action": "getPolicy"}, 400, "BadRequest.EmptyModel"),
        ({"action": "getPolicy", "model": "wan9"}, 404, "ModelNotFound"),
    ],
)
def test_a_wrong_request_for_a_policy_is_refused(
    client: RawClient, query: dict[str, str | int], status: int, code: str
) -> None:
    answer = client.get("/uploads", **query)
    assert (answer.status_code, answer.json()["code"]) == (status, code)


def test_a_policy_needs_a_key(client: RawClient) -> None:
    answer = client.session.get(f"{client.base_url}/uploads?action=getPolicy&model=wan2.7-r2v", timeout=60)
    assert (answer.status_code, answer.json()["code"]) == (401, "InvalidApiKey")


@pytest.mark.parametrize(
    "name",
    [
        "OSSAccessKeyId",
        "Signature",
        "policy",
        "x-oss-object-acl",
        "x-oss-forbid-overwrite",
        "key",
        "success_action_status",
    ],
)
def test_every_field_of_the_form_is_required(client: RawClient, name: str) -> None:
    answer = client.post_file(client.policy(), "a.bin", b"a", {name: None})
    assert (answer.status_code, error_code(answer)) == (400, "InvalidArgument")
    assert name in answer.text


@pytest.mark.parametrize(
    ("name", "value", "code"),
    [
        ("OSSAccessKeyId", "someone", "InvalidAccessKeyId"),
        ("Signature", "c29tZXRoaW5n", "SignatureDoesNotMatch"),
        ("policy", "e30=", "SignatureDoesNotMatch"),
        ("x-oss-object-acl", "public-read", "AccessDenied"),
        ("x-oss-forbid-overwrite", "false", "AccessDenied"),
        ("success_action_status", "204", "AccessDenied"),
        ("key", "elsewhere/a.bin", "AccessDenied"),
        ("key", "{dir}/../a.bin", "AccessDenied"),
        ("key", "{dir}/deeper/a.bin", "AccessDenied"),
        ("key", "{dir}/", "AccessDenied"),
    ],
)
def test_every_field_of_the_form_is_held_against_the_policy(
    client: RawClient, name: str, value: str, code: str
) -> None:
    policy = client.policy()
    answer = client.post_file(policy, "a.bin", b"a", {name: value.format(dir=policy["upload_dir"])})
    assert (answer.status_code, error_code(answer)) == (403, code)


def test_nothing_is_overwritten(client: RawClient) -> None:
    policy = client.policy()
    assert client.post_file(policy, "a.bin", b"first").status_code == 200
    again = client.post_file(policy, "a.bin", b"second")
    assert (again.status_code, error_code(again)) == (409, "FileAlreadyExists")
    assert client.post_file(policy, "b.bin", b"second").status_code == 200


def test_a_name_may_be_in_any_script(client: RawClient, media: Path) -> None:
    policy = client.policy()
    name = "mein Bild 图片 (1).png"
    assert client.post_file(policy, name, (media / "picture.png").read_bytes()).status_code == 200
    item = {"type": "reference_image", "url": f"oss://{policy['upload_dir']}/{name}"}
    assert client.look(client.created(body_of(item)))["output"]["task_status"] != "FAILED"


def test_an_upload_that_breaks_off_leaves_nothing(
    start_sandbox: StartSandbox, connect: Connect, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    sandbox = start_sandbox()
    host, port = urlsplit(sandbox.base_url).netloc.split(":")
    with socket.create_connection((host, int(port))) as connection:
        connection.sendall(
            b"POST / HTTP/1.1\r\nHost: a\r\nContent-Type: multipart/form-data; boundary=x\r\nContent-Length: 999\r\n"
            b'\r\n--x\r\nContent-Disposition: form-data; name="file"; filename="a"\r\n\r\nhalf'
        )
    connect(sandbox).tasks()
    sandbox.stop()
    assert kept_sizes(tmp_path / "data") == []
    assert caplog.records == []


def test_the_file_is_the_last_field(client: RawClient) -> None:
    policy = client.policy()
    parts: dict[str, tuple[str | None, bytes]] = {"file": ("a.bin", b"a"), "key": (None, b"a.bin")}
    answer = client.session.post(policy["upload_host"], files=parts, timeout=60)
    assert (answer.status_code, error_code(answer)) == (400, "InvalidArgument")
    assert "last" in answer.text


def test_a_form_without_a_file_is_refused(client: RawClient) -> None:
    answer = client.session.post(client.policy()["upload_host"], files=[("key", (None, "a"))], timeout=60)
    assert (answer.status_code, error_code(answer)) == (400, "IncorrectNumberOfFilesInPOSTRequest")


@pytest.mark.parametrize(
    ("content_type", "body", "status", "code"),
    [
        ("application/json", b"{}", 412, "PreconditionFailed"),
        ("multipart/form-data", b"", 412, "PreconditionFailed"),
        ("multipart/form-data; boundary=x", b"", 400, "MalformedPOSTRequest"),
        ("multipart/form-data; boundary=x", b"nonsense", 400, "MalformedPOSTRequest"),
        (
            "multipart/form-data; boundary=x",
            b'--x\r\nContent-Disposition: form-data; name="file"; filename="a"\r\n\r\nhalf',
            400,
            "MalformedPOSTRequest",
        ),
    ],
)
def test_what_is_no_form_is_refused(client: RawClient, content_type: str, body: bytes, status: int, code: str) -> None:
    host = client.policy()["upload_host"]
    answer = client.session.post(host, data=body, headers={"Content-Type": content_type}, timeout=60)
    assert (answer.status_code, error_code(answer)) == (status, code)


def test_object_storage_wants_no_key_of_model_studio(client: RawClient) -> None:
    client.session.headers["Authorization"] = "Bearer sk-test"
    answer = client.post_file(client.policy(), "a.bin", b"a")
    assert (answer.status_code, error_code(answer)) == (400, "InvalidArgument")


def test_a_policy_dies_after_five_minutes_and_a_file_after_two_days(
    start_sandbox: StartSandbox, connect: Connect, media: Path
) -> None:
    now = [1_800_000_000.0]
    client = connect(start_sandbox(clock=lambda: now[0], rate_limit=False))
    link = client.upload(media / "picture.png")
    policy = client.policy()
    now[0] += 301
    late = client.post_file(policy, "a.bin", b"a")
    assert (late.status_code, error_code(late)) == (403, "AccessDenied")
    assert "Policy expired" in late.text
    now[0] += 48 * 3600
    body = body_of({"type": "reference_image", "url": link})
    assert client.look(client.created(body))["output"]["message"] == f"Failed to download {link}"


def test_an_upload_outlives_the_process(start_sandbox: StartSandbox, connect: Connect, media: Path) -> None:
    first = start_sandbox()
    link = connect(first).upload(media / "picture.png")
    policy = connect(first).policy()
    first.stop()
    client = connect(start_sandbox())
    assert client.look(client.created(body_of({"type": "reference_image", "url": link})))["output"]["task_status"] in (
        "PENDING",
        "RUNNING",
    )
    # The secret is the folder's own, so even a policy of the dead process is still good.
    policy["upload_host"] = client.base_url.removesuffix("/api/v1")
    assert client.post_file(policy, "late.bin", b"a").status_code == 200


def test_a_hundred_megabytes_pass_through_a_few(tmp_path: Path) -> None:
    peaks = []
    for size in (1, 100 * MB):
        with SandboxProcess(tmp_path / f"data-{size}") as process, RawClient(process.base_url) as client:
            assert stream_file(client, sparse_file(tmp_path / "file.bin", size)).status_code == 200
            peaks.append(process.peak_bytes())
        assert kept_sizes(tmp_path / f"data-{size}") == [size]
    assert peaks[1] - peaks[0] < 16 * MB


def test_one_byte_too_many_is_refused_and_not_kept(client: RawClient, shared_data: Path, tmp_path: Path) -> None:
    answer = stream_file(client, sparse_file(tmp_path / "file.bin", 100 * MB + 1))
    assert (answer.status_code, error_code(answer)) == (400, "EntityTooLarge")
    assert 100 * MB + 1 not in kept_sizes(shared_data)


def sparse_file(path: Path, size: int) -> Path:
    with path.open("wb") as file:
        file.truncate(size)
    return path


def kept_sizes(data_dir: Path) -> list[int]:
    return sorted(path.stat().st_size for path in (data_dir / "uploads").iterdir())


def stream_file(client: RawClient, path: Path) -> requests.Response:
    policy = client.policy()
    with path.open("rb") as file:
        fields: dict[str, Any] = {**form_fields(policy, path.name), "file": (path.name, file, "video/mp4")}
        encoder = MultipartEncoder(fields)
        headers = {"Content-Type": encoder.content_type}
        return client.session.post(policy["upload_host"], data=encoder, headers=headers, timeout=120)


def error_code(answer: requests.Response) -> str:
    assert answer.headers["content-type"].startswith("application/xml")
    code = ET.fromstring(answer.text).findtext("Code")  # noqa: S314 - our own answer
    assert code is not None
    return code
