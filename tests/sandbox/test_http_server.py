"""The stand-in as a process and as a Python object: it starts, is killed, starts again, and stops cleanly."""

import socket
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest
import requests

from lib.sandbox import Sandbox, SandboxConfig
from lib.sandbox.__main__ import main
from tests.sandbox.conftest import Connect, StartSandbox
from tests.sandbox.raw_client import RawClient, SandboxProcess, body_of


def test_a_task_outlives_a_killed_process(tmp_path: Path, media: Path) -> None:
    with SandboxProcess(tmp_path / "data", "--speed", "2") as first, RawClient(first.base_url) as client:
        running = client.created(body_of({"type": "reference_image", "url": client.upload(media / "picture.png")}))
        waiting = client.created(body_of({"type": "reference_image", "url": client.upload(media / "picture.png")}))
        client.until(running, "RUNNING")
        first.kill()
    with SandboxProcess(tmp_path / "data", "--speed", "20") as second, RawClient(second.base_url) as client:
        assert second.base_url != first.base_url
        for task_id in (running, waiting):
            output = client.until(task_id, "SUCCEEDED")["output"]
            assert requests.get(output["video_url"], timeout=60).content[4:8] == b"ftyp"


def test_the_first_line_is_the_base_url_and_a_signal_ends_it(tmp_path: Path) -> None:
    with SandboxProcess(tmp_path / "data") as process, RawClient(process.base_url) as client:
        assert process.base_url.startswith("http://127.0.0.1:")
        assert process.base_url.endswith("/api/v1")
        assert client.tasks()["total"] == 0
        assert process.terminate() == 0


def test_a_port_in_use_is_one_line_and_exit_code_1(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        command = [sys.executable, "-m", "lib.sandbox", "--port", port, "--data", str(tmp_path / "data")]
        ended = subprocess.run(command, capture_output=True, text=True, check=False, timeout=60)
    assert ended.returncode == 1
    assert ended.stdout == ""
    assert len(ended.stderr.splitlines()) == 1
    assert port in ended.stderr


@pytest.mark.parametrize(
    "options",
    [
        ["--fault", "fire"],
        ["--fault", "throttle:0"],
        ["--speed", "0"],
        ["--speed", "fast"],
        ["--port", "x"],
        ["--latency", "-1"],
        ["--scale", "0"],
        ["--scale", "2"],
    ],
)
def test_an_option_that_makes_no_sense_is_refused(
    tmp_path: Path, options: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as refused:
        main(["--data", str(tmp_path / "data"), *options])
    assert refused.value.code == 2
    assert options[0] in capsys.readouterr().err


def test_a_service_at_a_distance_answers_later(start_sandbox: StartSandbox, connect: Connect) -> None:
    client = connect(start_sandbox(latency=0.3))
    began = time.monotonic()
    client.tasks()
    assert time.monotonic() - began >= 0.3


def test_it_stops_without_leaving_a_thread_in_the_middle_of_everything(
    start_sandbox: StartSandbox, connect: Connect, inline_picture: dict[str, str]
) -> None:
    before = set(threading.enumerate())
    sandbox = start_sandbox(speed=1.0)
    client = connect(sandbox)
    task_id = client.created(body_of(inline_picture))
    client.until(task_id, "RUNNING")
    sandbox.stop()
    for thread in set(threading.enumerate()) - before:
        thread.join(10)
    assert set(threading.enumerate()) == before
    with pytest.raises(requests.ConnectionError):
        client.look(task_id)


def test_it_says_where_it_listens_once_it_does(tmp_path: Path) -> None:
    sandbox = Sandbox(SandboxConfig(data_dir=tmp_path))
    with pytest.raises(RuntimeError, match="not been started"):
        _ = sandbox.base_url


def test_a_taken_port_is_an_error_for_python_too(start_sandbox: StartSandbox, tmp_path: Path) -> None:
    port = int(start_sandbox().base_url.split(":")[2].split("/")[0])
    with pytest.raises(OSError, match="in use"):
        Sandbox(SandboxConfig(data_dir=tmp_path / "other", port=port)).start()


def test_no_key_reaches_the_disk(start_sandbox: StartSandbox, connect: Connect, tmp_path: Path, media: Path) -> None:
    client = connect(start_sandbox(), "sk-very-secret")
    client.created(body_of({"type": "reference_image", "url": client.upload(media / "picture.png")}))
    for path in (tmp_path / "data").rglob("*"):
        assert path.is_dir() or b"very-secret" not in path.read_bytes()
