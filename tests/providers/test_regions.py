"""Which address is meant: as the official SDK reads the environment, and as people type it."""

import json
import os
import subprocess
import sys

import pytest

from lib.errors import InputError, SettingsError
from lib.providers.regions import REGIONS, base_url, presets, region_of, typed_base_url

BEIJING = "https://dashscope.aliyuncs.com/api/v1"
SINGAPORE = "https://dashscope-intl.aliyuncs.com/api/v1"


def sdk_base_url(region: str, workspace: str, override: str) -> str:
    """What the official SDK makes of the same environment, which it reads at import: so in a process of its own."""
    given = {
        "DASHSCOPE_API_REGION": region,
        "DASHSCOPE_WORKSPACE_ID": workspace,
        "DASHSCOPE_HTTP_BASE_URL": override,
    }
    program = (
        "import json, dashscope; from dashscope.common.env import resolve_base_url as r;"
        "print(json.dumps(r(dashscope.base_http_api_url)))"
    )
    environment = {"PATH": os.environ["PATH"], **{name: value for name, value in given.items() if value}}
    done = subprocess.run([sys.executable, "-c", program], env=environment, capture_output=True, text=True, check=True)
    return str(json.loads(done.stdout))


@pytest.mark.parametrize(
    ("region", "workspace", "override"),
    [
        ("", "", ""),
        ("cn-beijing", "ws-1", ""),
        ("ap-southeast-1", "ws-1", ""),
        ("eu-central-1", "llm_x", ""),
        ("us-east-1", "ws-1", "http://127.0.0.1:8801/api/v1"),
        ("", "ws-1", "https://{workspace_id}.cn-beijing.maas.aliyuncs.com/api/v1"),
    ],
)
def test_the_environment_means_what_it_means_to_the_sdk(region: str, workspace: str, override: str) -> None:
    assert base_url(region, workspace, override) == sdk_base_url(region, workspace, override)


def test_the_regions_are_those_of_the_sdk() -> None:
    from dashscope.common.env import MAAS_REGIONS  # noqa: PLC0415  # the SDK reads the environment at import

    assert set(REGIONS) == {"cn-beijing", *MAAS_REGIONS}


def test_the_presets_are_the_two_documented_ones() -> None:
    assert [region.base_url for region in presets()] == [BEIJING, SINGAPORE]
    assert base_url("ap-southeast-1") == SINGAPORE


@pytest.mark.parametrize(
    ("region", "workspace", "override", "variable"),
    [
        ("ap-southeast1", "", "", "DASHSCOPE_API_REGION"),
        ("eu-central-1", "", "", "DASHSCOPE_WORKSPACE_ID"),
        ("ap-southeast-1", "evil.example/", "", "DASHSCOPE_WORKSPACE_ID"),
        ("ap-southeast-1", "ws\n", "", "DASHSCOPE_WORKSPACE_ID"),
        ("", "", "https://{workspace_id}.cn-beijing.maas.aliyuncs.com/api/v1", "DASHSCOPE_WORKSPACE_ID"),
        ("", "", "ftp://host", "DASHSCOPE_HTTP_BASE_URL"),
    ],
)
def test_what_cannot_be_used_names_its_variable(region: str, workspace: str, override: str, variable: str) -> None:
    with pytest.raises(SettingsError) as raised:
        base_url(region, workspace, override)
    assert variable in raised.value.failure.message


@pytest.mark.parametrize(
    ("address", "region"),
    [
        (BEIJING, "cn-beijing"),
        (SINGAPORE, "ap-southeast-1"),
        ("https://ws-1.cn-beijing.maas.aliyuncs.com/api/v1", "cn-beijing"),
        ("https://WS.Eu-Central-1.maas.aliyuncs.com/api/v1", "eu-central-1"),
        ("https://dashscope.aliyuncs.com.evil.example/api/v1", ""),
        ("https://a.mars-1.maas.aliyuncs.com/api/v1", ""),
        ("http://127.0.0.1:8801/api/v1", ""),
        ("", ""),
        ("https://[::1/", ""),
    ],
)
def test_an_address_tells_its_region(address: str, region: str) -> None:
    assert region_of(address) == region


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("dashscope.aliyuncs.com", BEIJING),
        (" https://dashscope.aliyuncs.com/ ", BEIJING),
        ("https://dashscope.aliyuncs.com/api/", BEIJING),
        ("https://dashscope.aliyuncs.com/api/v1/", BEIJING),
        ("HTTP://LocalHost:8801", "http://localhost:8801/api/v1"),
        ("http://[::1]:8801/api/v1", "http://[::1]:8801/api/v1"),
        ("https://gate.example/wan", "https://gate.example/wan/api/v1"),
    ],
)
def test_a_typed_host_is_completed(typed: str, meant: str) -> None:
    assert typed_base_url(typed) == meant
    assert typed_base_url(meant) == meant


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "https://",
        "ftp://host",
        "file:///etc/passwd",
        "https://me:pw@host/api/v1",
        "https://host/api/v1?x=1",
        "https://host/#a",
        "https://ho st/",
        "https://host:port/",
        "https://host:99999/",
        "https://[::1/",
        "https://host\\@evil/",
        "javascript:alert(1)",
    ],
)
def test_a_typed_host_that_is_none_is_refused(typed: str) -> None:
    with pytest.raises(InputError):
        typed_base_url(typed)
