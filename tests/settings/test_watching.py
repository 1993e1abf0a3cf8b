"""What the environment says of logs and metrics, and that the README names every setting."""

from pathlib import Path

import pytest

from lib.errors import SettingsError
from lib.settings import KNOWN, read_settings
from tests.programs import ROOT


def environ(tmp_path: Path, **more: str) -> dict[str, str]:
    return {"R2V_DATA_DIR": str(tmp_path / "data"), **more}


@pytest.mark.parametrize(("given", "level"), [("", "INFO"), ("debug", "DEBUG"), ("ERROR", "ERROR")])
def test_the_level_of_the_log(tmp_path: Path, given: str, level: str) -> None:
    assert read_settings(environ(tmp_path, R2V_LOG_LEVEL=given)).log_level == level


@pytest.mark.parametrize(
    ("name", "value"),
    [("R2V_LOG_LEVEL", "loud"), ("R2V_METRICS", "true"), ("R2V_METRICS", "a token with words between")],
)
def test_what_cannot_be_read_is_named(tmp_path: Path, name: str, value: str) -> None:
    with pytest.raises(SettingsError, match=name) as refusal:
        read_settings(environ(tmp_path, **{name: value}))
    assert name == "R2V_LOG_LEVEL" or value not in refusal.value.failure.sentence


def test_the_readme_names_every_setting() -> None:
    rows = [line for line in (ROOT / "README.md").read_text().splitlines() if line.startswith("| `")]
    assert [name for name in sorted(KNOWN) if not any(f"`{name}`" in row.split(" | ")[0] for row in rows)] == []
