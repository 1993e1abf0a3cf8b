"""Which service a new page starts with, and the address under which others reach the app."""

from pathlib import Path

import pytest

from lib.errors import SettingsError
from lib.settings import read_settings


def environ(tmp_path: Path, **more: str) -> dict[str, str]:
    return {"R2V_DATA_DIR": str(tmp_path / "data"), **more}


@pytest.mark.parametrize(
    ("keys", "service"),
    [
        ({}, "sandbox"),
        ({"DASHSCOPE_API_KEY": "sk-a"}, "dashscope"),
        ({"MODELSTREAM_API_KEY": "ms-a"}, "modelstream"),
        ({"MODELSTREAM_API_KEY": "ms-a", "DASHSCOPE_API_KEY": "sk-a"}, "dashscope"),
        ({"MODELSTREAM_API_KEY": "  ", "DASHSCOPE_API_KEY": "\n"}, "sandbox"),
        ({"MODELSTREAM_API_KEY": "ms-a", "DASHSCOPE_API_KEY": "sk-a", "R2V_SERVICE": "modelstream"}, "modelstream"),
        ({"R2V_SERVICE": "modelstream"}, "modelstream"),
        ({"MODELSTREAM_API_KEY": "ms-a", "R2V_SERVICE": "sandbox"}, "sandbox"),
    ],
)
def test_the_service_of_a_new_page_follows_the_keys(tmp_path: Path, keys: dict[str, str], service: str) -> None:
    assert read_settings(environ(tmp_path, **keys)).service == service


def test_the_gateways_key_is_never_printed_and_its_address_has_a_default(tmp_path: Path) -> None:
    settings = read_settings(environ(tmp_path, MODELSTREAM_API_KEY=" ms-of-the-owner\n"))
    assert settings.modelstream_key.reveal() == "ms-of-the-owner"
    assert "ms-of-the-owner" not in repr(settings)
    assert settings.modelstream_base_url == "https://api.modelstream.ai"


@pytest.mark.parametrize(
    ("given", "public"),
    [
        ({}, ""),
        ({"R2V_PUBLIC_URL": "https://studio.example/app/"}, "https://studio.example/app"),
        ({"SPACE_HOST": "me-studio.hf.space"}, "https://me-studio.hf.space"),
        ({"SPACE_HOST": "me-studio.hf.space", "R2V_PUBLIC_URL": "https://studio.example"}, "https://studio.example"),
    ],
)
def test_a_space_knows_its_own_address(tmp_path: Path, given: dict[str, str], public: str) -> None:
    assert read_settings(environ(tmp_path, **given)).public_url == public


@pytest.mark.parametrize("name", ["MODELSTREAM_BASE_URL", "R2V_PUBLIC_URL"])
@pytest.mark.parametrize("value", ["api.modelstream.ai", "ftp://host", "https://"])
def test_an_address_that_is_none_is_named(tmp_path: Path, name: str, value: str) -> None:
    with pytest.raises(SettingsError, match=name):
        read_settings(environ(tmp_path, **{name: value}))
