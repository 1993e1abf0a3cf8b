"""A start that can't go on says why in one line and exits with 1."""

import socket
import subprocess
import sys
from pathlib import Path

import pytest

from tests.programs import ROOT, environment, free_port


def start(home: Path, **settings: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "app.py"],
        cwd=ROOT,
        env=environment(home, **settings),
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("R2V_COLOUR", "red"),
        ("R2V_PACE", "fast"),
        ("R2V_PACE", "0"),
        ("R2V_SERVICE", "kling"),
        ("R2V_KEEP_DAYS", "1.5"),
        ("R2V_PUBLIC_URL", "ftp://example.org"),
        ("MODELSTREAM_BASE_URL", "api.modelstream.ai"),
        ("R2V_DATABASE_URL", "mysql://me:hunter2@host/db"),
        ("GRADIO_SERVER_PORT", "many"),
        ("DASHSCOPE_API_REGION", "mars"),
    ],
)
def test_a_wrong_setting_is_named_in_one_line(tmp_path: Path, name: str, value: str) -> None:
    ended = start(tmp_path, **{name: value})
    assert ended.returncode == 1
    assert ended.stdout == ""
    assert len(ended.stderr.strip().splitlines()) == 1, ended.stderr
    assert name in ended.stderr
    assert "hunter2" not in ended.stderr


def test_a_data_folder_that_cannot_be_is_named(tmp_path: Path) -> None:
    in_the_way = tmp_path / "file"
    in_the_way.write_text("not a folder")
    ended = start(tmp_path / "home", R2V_DATA_DIR=str(in_the_way / "data"))
    assert ended.returncode == 1
    assert len(ended.stderr.strip().splitlines()) == 1, ended.stderr
    assert "R2V_DATA_DIR" in ended.stderr


def test_a_port_in_use_is_named(tmp_path: Path) -> None:
    port = free_port()
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", port))
        taken.listen()
        ended = start(tmp_path, GRADIO_SERVER_PORT=str(port))
    assert ended.returncode == 1
    assert len(ended.stderr.strip().splitlines()) == 1, ended.stderr
    assert str(port) in ended.stderr
