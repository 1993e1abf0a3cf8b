"""The regions of Model Studio and their hosts, as data; which address an environment or a person means."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlsplit

from lib.errors import Failure, InputError, SettingsError
from lib.providers.links import host_in

API_PATH = "/api/v1"
DEFAULT_REGION = "cn-beijing"


@dataclass(frozen=True, kw_only=True)
class Region:
    """A region of Model Studio.

    Attributes:
        id: as `DASHSCOPE_API_REGION` spells it.
        title: for people.
        shared: the host that every workspace may use, empty where there is none.
        preset: the host is offered on the page (the models are documented there).
    """

    id: str
    title: str
    shared: str = ""
    preset: bool = False

    @property
    def base_url(self) -> str:
        """The shared host's address, empty where there is none."""
        return f"https://{self.shared}{API_PATH}" if self.shared else ""

    def workspace_url(self, workspace: str) -> str:
        """Give the address of a workspace's own host."""
        return f"https://{workspace}.{self.id}.maas.aliyuncs.com{API_PATH}"


# `api-facts.md` 1.1; the ids are those of the official SDK (its `MAAS_REGIONS`, and Beijing).
REGIONS: Mapping[str, Region] = {
    region.id: region
    for region in (
        Region(id="cn-beijing", title="Beijing", shared="dashscope.aliyuncs.com", preset=True),
        Region(id="ap-southeast-1", title="Singapore", shared="dashscope-intl.aliyuncs.com", preset=True),
        Region(id="us-east-1", title="Virginia", shared="dashscope-us.aliyuncs.com"),
        Region(id="eu-central-1", title="Frankfurt"),
        Region(id="cn-hongkong", title="Hong Kong"),
        Region(id="ap-northeast-1", title="Tokyo"),
    )
}

# The official SDK's rule: the id becomes a label of the host, so nothing may break out of it.
_WORKSPACE = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,63}")
_WORKSPACE_HOST = re.compile(r"[a-z0-9][a-z0-9_-]*\.([a-z0-9-]+)\.maas\.aliyuncs\.com")
_PLACEHOLDER = "{workspace_id}"


def presets() -> tuple[Region, ...]:
    """Give the regions that the page offers by name."""
    return tuple(region for region in REGIONS.values() if region.preset)


def base_url(region: str = "", workspace: str = "", override: str = "") -> str:
    """Give the address that the official SDK would use with the same environment.

    Args:
        region: `DASHSCOPE_API_REGION`, empty for Beijing.
        workspace: `DASHSCOPE_WORKSPACE_ID`. Beijing does without; elsewhere it is the first label of the host.
        override: `DASHSCOPE_HTTP_BASE_URL`, which wins; `{workspace_id}` in it is filled in.

    Two things differ from the SDK: an unknown region is an error instead of Beijing, so that a misspelt one doesn't
    send a key abroad, and Singapore without a workspace is the shared host instead of an error.

    Raises:
        SettingsError: names the variable that can't be used.
    """
    if workspace and not _WORKSPACE.fullmatch(workspace):
        raise _unusable("DASHSCOPE_WORKSPACE_ID", "is not a workspace's id", "Copy it from the console.")
    if override:
        return _overridden(override, workspace)
    found = REGIONS.get(region or DEFAULT_REGION)
    if found is None:
        raise _unusable("DASHSCOPE_API_REGION", "names no region", f"Use one of: {', '.join(REGIONS)}.")
    if workspace and found.id != DEFAULT_REGION:
        return found.workspace_url(workspace)
    if found.preset:
        return found.base_url
    raise _unusable("DASHSCOPE_WORKSPACE_ID", f"is needed for the region {found.id}", "Copy it from the console.")


def region_of(address: str) -> str:
    """Give the region of a base URL, for the price; empty for a host that isn't Model Studio's."""
    host = host_in(address)
    for region in REGIONS.values():
        if host and host == region.shared:
            return region.id
    found = _WORKSPACE_HOST.fullmatch(host)
    return found[1] if found is not None and found[1] in REGIONS else ""


def typed_base_url(text: str) -> str:
    """Give the base URL that a person means: a bare host gets `https://`, and `/api/v1` is added where it is missing.

    Raises:
        InputError: it is not http or https, names a user, or has a query or a fragment.
    """
    address = text.strip()
    if "://" not in address:
        address = f"https://{address}"
    try:
        parts = urlsplit(address)
        host, port = parts.hostname or "", parts.port
    except ValueError:
        host, port, parts = "", None, urlsplit("")
    path = parts.path.rstrip("/")
    if parts.scheme not in ("http", "https") or not re.fullmatch(r"[A-Za-z0-9._:-]+", host):
        raise _mistyped("It must be the address of a host, with http or https.")
    if "@" in parts.netloc or "?" in address or "#" in address:
        raise _mistyped("Leave out user names and everything from a question mark or a hash sign on.")
    if path not in ("", API_PATH, "/api"):
        path = path if path.endswith(API_PATH) else f"{path}{API_PATH}"
    else:
        path = API_PATH
    shown = f"[{host}]" if ":" in host else host
    return f"{parts.scheme}://{shown}{'' if port is None else f':{port}'}{path}"


def _overridden(override: str, workspace: str) -> str:
    if _PLACEHOLDER in override and not workspace:
        raise _unusable("DASHSCOPE_WORKSPACE_ID", "is needed for DASHSCOPE_HTTP_BASE_URL", "Copy it from the console.")
    try:
        return typed_base_url(override.replace(_PLACEHOLDER, workspace))
    except InputError as error:
        raise _unusable("DASHSCOPE_HTTP_BASE_URL", "can't be used", error.failure.advice) from None


def _unusable(variable: str, what: str, advice: str) -> SettingsError:
    return SettingsError(Failure(code="Studio.Settings", message=f"{variable} {what}.", advice=advice))


def _mistyped(advice: str) -> InputError:
    return InputError(
        Failure(
            code="Studio.BadAddress",
            message="This is not the address of a service.",
            advice=advice,
            field="base_url",
        )
    )
