"""The environment, read once into frozen Settings; the only reader of os.environ."""

import os
import tempfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from platformdirs import user_data_path

from lib.errors import Failure, SettingsError
from lib.secret import NOTHING, Secret

SERVICES = ("sandbox", "dashscope", "modelstream")
DEFAULT_PORT = 7860

KNOWN = frozenset(
    {
        "R2V_SERVICE",
        "R2V_DATA_DIR",
        "R2V_DATABASE_URL",
        "R2V_STORAGE_URL",
        "R2V_PUBLIC_URL",
        "R2V_ACCESS_CODE",
        "R2V_ALLOWED_USERS",
        "R2V_OWNER_CODE",
        "R2V_JOBS_PER_VISITOR",
        "R2V_BUDGET_PER_DAY",
        "R2V_BUDGET_PER_VISITOR",
        "R2V_KEEP_DAYS",
        "R2V_PACE",
        "R2V_LOG_LEVEL",
        "R2V_METRICS",
    }
)

LOG_LEVELS = ("DEBUG", "INFO", "WARNING", "ERROR")
# Whoever has it reads what the owner spends, so nobody may come upon it; "1" or "true" is nobody's secret.
SHORTEST_TOKEN = 16

# A Space is open to everybody; elsewhere a script of the owner's may have as many under way as it likes.
JOBS_PER_VISITOR_ON_A_SPACE = 10


@dataclass(frozen=True, kw_only=True)
class Settings:
    """What the environment asked for (`interface.md`).

    Attributes:
        server_name: address to listen on.
        server_port: port to listen on.
        root_path: path under which a proxy serves the page, empty for none.
        service: the service with which a new page starts.
        dashscope_key: the owner's Model Studio key, empty for none.
        dashscope_region: as the official SDK names regions.
        dashscope_workspace: the workspace's id, empty for none.
        dashscope_base_url: overrides region and workspace, empty for none; ends in `/api/v1`.
        modelstream_key: the owner's gateway key, empty for none.
        modelstream_base_url: the gateway.
        data_dir: database, job folders and videos.
        database_url: SQLAlchemy URL of a shared database, empty for SQLite in the data folder.
        storage_url: fsspec URL for finished videos, empty for the data folder.
        public_url: the address under which others reach this app, empty for none.
        access_code: visitors must give it before they spend the owner's key, empty for none.
        budget_per_day: cap on the owner's key, in the price's currency; None for no cap.
        budget_per_visitor: the same for each visitor.
        jobs_per_visitor: how many jobs on the owner's key each visitor may have under way; None for no cap.
        allowed_users: Hugging Face names that may spend the owner's key once logged in.
        owner_code: opens the owner's page, empty for no such page.
        on_space: this is a Hugging Face Space: behind its proxy, in a frame of its site.
        space_id: the Space's `owner/name`, empty elsewhere.
        zero_gpu: the Space is of the free kind, which asks for a function that takes a GPU.
        keeps: what is in the data folder outlives a restart, as far as can be told.
        oauth: the Space offers Hugging Face's login (`hf_oauth: true`).
        keep_days: how long finished jobs stay on disk.
        pace: multiplies every wait between requests.
        log_level: the least that the app's own log lines must matter, one of `LOG_LEVELS`.
        metrics_token: the bearer token that reads `/metrics`, empty for no such page.
    """

    server_name: str = "127.0.0.1"
    server_port: int = DEFAULT_PORT
    root_path: str = ""
    service: str = "sandbox"
    dashscope_key: Secret = NOTHING
    dashscope_region: str = "cn-beijing"
    dashscope_workspace: str = ""
    dashscope_base_url: str = ""
    modelstream_key: Secret = NOTHING
    modelstream_base_url: str = "https://api.modelstream.ai"
    data_dir: Path
    database_url: Secret = NOTHING
    storage_url: Secret = NOTHING
    public_url: str = ""
    access_code: Secret = NOTHING
    budget_per_day: float | None = None
    budget_per_visitor: float | None = None
    jobs_per_visitor: int | None = None
    allowed_users: frozenset[str] = frozenset()
    owner_code: Secret = NOTHING
    on_space: bool = False
    space_id: str = ""
    zero_gpu: bool = False
    keeps: bool = True
    oauth: bool = False
    keep_days: int = 30
    pace: float = 1.0
    log_level: str = "INFO"
    metrics_token: Secret = NOTHING


# Where a Space's storage bucket is mounted.
BUCKET = Path("/data")
# A Space with `hf_oauth: true` has them all; without one of them Gradio does not start.
_LOGIN = ("SPACE_ID", "OAUTH_CLIENT_ID", "OAUTH_CLIENT_SECRET", "OAUTH_SCOPES", "OPENID_PROVIDER_URL")


def read_settings(environ: Mapping[str, str] | None = None) -> Settings:
    """Read the environment.

    Raises SettingsError, one line that names the variable, for an unknown `R2V_*` name or a value that can't be read.
    """
    env = os.environ if environ is None else environ
    for name in sorted(env):
        if name.startswith("R2V_") and name not in KNOWN:
            raise _wrong(name, "is not a setting of this app", f"Known are {', '.join(sorted(KNOWN))}.")
    dashscope = env.get("DASHSCOPE_API_KEY", "").strip()
    modelstream = env.get("MODELSTREAM_API_KEY", "").strip()
    data_dir = data_dir_from(env)
    default_service = "dashscope" if dashscope else "modelstream" if modelstream else "sandbox"
    return Settings(
        server_name=env.get("GRADIO_SERVER_NAME") or "127.0.0.1",
        server_port=int(_number(env, "GRADIO_SERVER_PORT", DEFAULT_PORT, (0, 65535), whole=True)),
        root_path=env.get("GRADIO_ROOT_PATH", ""),
        service=_choice(env, "R2V_SERVICE", SERVICES, default_service),
        dashscope_key=Secret(dashscope),
        dashscope_region=env.get("DASHSCOPE_API_REGION") or "cn-beijing",
        dashscope_workspace=env.get("DASHSCOPE_WORKSPACE_ID", ""),
        dashscope_base_url=_url(env, "DASHSCOPE_HTTP_BASE_URL", ""),
        modelstream_key=Secret(modelstream),
        modelstream_base_url=_url(env, "MODELSTREAM_BASE_URL", "https://api.modelstream.ai"),
        data_dir=data_dir,
        database_url=Secret(_database(env)),
        storage_url=Secret(_storage(env)),
        public_url=_url(env, "R2V_PUBLIC_URL", _space_url(env)),
        access_code=Secret(env.get("R2V_ACCESS_CODE", "")),
        budget_per_day=_optional_money(env, "R2V_BUDGET_PER_DAY"),
        budget_per_visitor=_optional_money(env, "R2V_BUDGET_PER_VISITOR"),
        jobs_per_visitor=_jobs_per_visitor(env),
        allowed_users=frozenset(env.get("R2V_ALLOWED_USERS", "").replace(",", " ").split()),
        owner_code=Secret(env.get("R2V_OWNER_CODE", "")),
        on_space=bool(env.get("SPACE_ID")),
        space_id=env.get("SPACE_ID", ""),
        zero_gpu=env.get("SPACES_ZERO_GPU", "").lower() in {"1", "t", "true"},
        keeps=_outlives_a_restart(env, data_dir),
        # Anywhere else Gradio's login lets everybody in as the machine's owner, and without a secret anybody signs in.
        oauth=env.get("SYSTEM") == "spaces" and all(env.get(name) for name in _LOGIN),
        keep_days=int(_number(env, "R2V_KEEP_DAYS", 30, (1, 36500), whole=True)),
        pace=_number(env, "R2V_PACE", 1.0, (0.001, 100.0)),
        log_level=_choice(env, "R2V_LOG_LEVEL", LOG_LEVELS, "INFO", str.upper),
        metrics_token=Secret(_token(env, "R2V_METRICS")),
    )


def data_dir() -> Path:
    """Give this process's data folder, made and writable, without reading anything else. Raises SettingsError."""
    return data_dir_from(os.environ)


def data_dir_from(env: Mapping[str, str], bucket: Path = BUCKET) -> Path:
    """Give the data folder, made and writable: in the bucket where one is. Raises SettingsError where it can't be."""
    asked = env.get("R2V_DATA_DIR", "")
    if asked:
        return _writable(Path(asked).expanduser().resolve(), "R2V_DATA_DIR")
    if bucket.is_dir() and os.access(bucket, os.W_OK):
        return _writable(bucket / "wan-r2v-studio", "R2V_DATA_DIR")
    home = user_data_path("wan-r2v-studio", appauthor=False)
    try:
        return _writable(home, "R2V_DATA_DIR")
    except SettingsError:
        if not env.get("SPACE_ID"):
            raise
        # A Space's home may be read-only, and nobody can sit down at it; what it keeps there goes at a restart anyway.
        return _writable(Path(tempfile.gettempdir()) / "wan-r2v-studio", "R2V_DATA_DIR")


def _outlives_a_restart(env: Mapping[str, str], folder: Path) -> bool:
    """Tell whether a Space keeps what is in its data folder: its disk is new at each start, a mounted bucket is not."""
    if not env.get("SPACE_ID") or (env.get("R2V_DATABASE_URL") and env.get("R2V_STORAGE_URL")):
        return True
    if folder.is_relative_to(tempfile.gettempdir()):
        return False
    return any(place.is_mount() for place in (folder, *folder.parents[:-1]))


def _writable(folder: Path, name: str) -> Path:
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        with tempfile.TemporaryFile(dir=folder):
            pass
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise _wrong(name, f"can't be written to: {folder} ({reason})", "Point it at a folder of yours.") from None
    return folder


def _wrong(name: str, what: str, advice: str) -> SettingsError:
    return SettingsError(Failure(code="Studio.Settings", message=f"{name} {what}.", advice=advice, field=name))


def _choice(
    env: Mapping[str, str],
    name: str,
    allowed: tuple[str, ...],
    default: str,
    as_written: Callable[[str], str] = str,
) -> str:
    value = env.get(name) or default
    if as_written(value) not in allowed:
        raise _wrong(name, f"is {value!r}", f"It can be {', '.join(allowed)}.")
    return as_written(value)


def _token(env: Mapping[str, str], name: str) -> str:
    text = env.get(name, "").strip()
    if text and (len(text) < SHORTEST_TOKEN or not text.isascii() or not text.isprintable() or " " in text):
        # The value is a secret, so it is not repeated.
        advice = f"It is the token that opens /metrics: {SHORTEST_TOKEN} or more letters and digits of chance."
        raise _wrong(name, "can't be such a token", advice)
    return text


def _number(
    env: Mapping[str, str], name: str, default: float, bounds: tuple[float, float], *, whole: bool = False
) -> float:
    low, high = bounds
    text = env.get(name, "")
    if not text:
        return default
    try:
        value = int(text) if whole else float(text)
    except ValueError:
        value = float("nan")
    if not low <= value <= high:
        kind = "a whole number" if whole else "a number"
        raise _wrong(name, f"is {text!r}", f"It must be {kind} from {low:g} to {high:g}.")
    return value


def _optional_money(env: Mapping[str, str], name: str) -> float | None:
    return _number(env, name, 0, (0, 1e9)) if env.get(name) else None


def _jobs_per_visitor(env: Mapping[str, str]) -> int | None:
    if env.get("R2V_JOBS_PER_VISITOR"):
        return int(_number(env, "R2V_JOBS_PER_VISITOR", 0, (1, 1e6), whole=True))
    return JOBS_PER_VISITOR_ON_A_SPACE if env.get("SPACE_ID") else None


def _url(env: Mapping[str, str], name: str, default: str) -> str:
    text = (env.get(name) or default).rstrip("/")
    parts = urlsplit(text)
    if text and (parts.scheme not in {"http", "https"} or not parts.hostname):
        raise _wrong(name, "is not an http or https address", "Write it as https://host.")
    return text


def _database(env: Mapping[str, str]) -> str:
    text = env.get("R2V_DATABASE_URL", "")
    if text and urlsplit(text).scheme.partition("+")[0] not in {"postgresql", "sqlite"}:
        # The value may hold a password, so it is not repeated.
        raise _wrong("R2V_DATABASE_URL", "is not a database address", "Write it as postgresql://user@host/name.")
    return text


def _storage(env: Mapping[str, str]) -> str:
    text = env.get("R2V_STORAGE_URL", "").strip()
    if text and "://" not in text:
        # The value may hold a key, so it is not repeated.
        raise _wrong("R2V_STORAGE_URL", "is not an address of a store", "Write it as s3://bucket/folder.")
    return text


def _space_url(env: Mapping[str, str]) -> str:
    host = env.get("SPACE_HOST", "")
    return f"https://{host}" if host else ""
