"""The folder that a Space is given, started as a Space starts it: by its environment, behind its proxy, homeless."""

import json
import re
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from lib.settings import data_dir_from, read_settings
from lib.ui.login import NO_LOGIN, NO_PACKAGE
from lib.ui.space_note import FORGETS, space_view
from tests.app.hub_login import CLIENT_SECRET, HubLogin
from tests.programs import ROOT, SPACE_HOST, Program, build_space, start_space

# What the Hub asks of a README (`gradio-facts.md`, 3.2), and of a file that is pushed as it is.
MOST_DESCRIPTION = 60
MOST_BYTES = 10_000_000
COLOURS = {"red", "yellow", "green", "blue", "indigo", "purple", "pink", "gray"}
# The builder has these already, or asks for versions of its own.
BUILDERS_OWN = {"pydantic", "click", "protobuf", "websockets", "uvicorn", "huggingface-hub", "datasets", "hf-transfer"}
PROXIED = {
    "Host": SPACE_HOST,
    "X-Forwarded-Host": SPACE_HOST,
    "X-Forwarded-Proto": "https",
    "X-Forwarded-For": "8.8.8.8",
}


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build_space(tmp_path_factory.mktemp("built") / "space")


@pytest.fixture(scope="module")
def space(built: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Program]:
    """A Space whose login is set up, while the package for it is not there."""
    without = tmp_path_factory.mktemp("without")
    (without / "sitecustomize.py").write_text("import sys\nsys.modules['authlib'] = None\n")
    settings = {**HubLogin(origin="https://hub.invalid").environment(), "R2V_ALLOWED_USERS": "anna"}
    with start_space(built, tmp_path_factory.mktemp("disk"), PYTHONPATH=str(without), **settings) as program:
        yield program


def test_a_login_without_its_package_is_none_and_is_said(space: Program) -> None:
    # The address and the log, and nothing of a server that reloads code, which a Space's Gradio else begins.
    lines = [line for line in space.output.splitlines() if not line.startswith("Wan R2V Studio is on ")]
    told = [json.loads(line) for line in lines]
    assert [one["message"] for one in told if one["level"] == "WARNING"] == [NO_PACKAGE, NO_LOGIN]
    with httpx.Client(base_url=_here(space), headers=PROXIED, timeout=60) as web:
        for path in ("/login/huggingface", "/login/callback?code=x&state=y", "/logout"):
            answer = web.get(path)
            assert (answer.status_code, answer.headers.get("set-cookie")) == (404, None), path
        assert CLIENT_SECRET not in web.get("/config").text


def test_the_page_answers_under_the_spaces_own_address(space: Program) -> None:
    with httpx.Client(base_url=_here(space), headers=PROXIED, timeout=60) as web:
        page = web.get("/")
        assert page.status_code == 200
        assert "https://huggingface.co" in page.headers["content-security-policy"]
        config = web.get("/config").json()
        assert config["root"] == f"https://{SPACE_HOST}"
        assert config["space_id"] == "me/studio"
        shown = json.dumps(config["components"])
        assert FORGETS in shown
        assert "https://huggingface.co/spaces/me/studio?duplicate=true" in shown
        assert web.get("/healthz").json()["status"] == "ok"
        own = web.post("/gradio_api/call/v2/models", json={}, headers={"Origin": f"https://{SPACE_HOST}"})
        assert own.status_code == 200
        for origin in ("https://huggingface.co", "https://other.hf.space", "null"):
            evil = web.post("/gradio_api/call/v2/models", json={}, headers={"Origin": origin})
            assert evil.status_code == 403, origin


def test_the_folder_has_what_the_app_needs_and_nothing_else(built: Path) -> None:
    files = [path.relative_to(built) for path in built.rglob("*") if path.is_file()]
    assert {path.parts[0] for path in files} == {
        *("app.py", "lib", "assets", "requirements.txt"),
        *("README.md", "LICENSE", "CHANGELOG.md", "REFERENCE.md"),
    }
    assert [str(path) for path in files if (built / path).stat().st_size > MOST_BYTES] == []
    assert (built / "README.md").read_text().startswith("---\ntitle: ")


def test_the_readme_is_what_the_hub_takes() -> None:
    head = (ROOT / "README.md").read_text().split("---")[1]
    front = dict(re.findall(r"^(\w+): (.+)$", head, re.MULTILINE))
    assert (front["sdk"], front["app_file"], front["python_version"]) == ("gradio", "app.py", '"3.12"')
    assert (front["hf_oauth"], front["suggested_hardware"]) == ("true", "cpu-basic")
    assert {front["colorFrom"], front["colorTo"]} <= COLOURS
    assert re.fullmatch(r"\d+[mh]", front["startup_duration_timeout"])
    assert "- mcp-server\n" in head
    assert len(front["short_description"]) <= MOST_DESCRIPTION
    pinned = re.search(r"^gradio\[mcp\]==(\S+)$", (ROOT / "requirements.txt").read_text(), re.MULTILINE)
    assert pinned is not None
    assert front["sdk_version"] == pinned[1]


def test_no_pin_fights_the_builders_own() -> None:
    lines = (ROOT / "requirements.txt").read_text().splitlines()
    pinned = {re.split(r"[\[=<>~!]", line)[0].lower() for line in lines if line and not line.startswith("#")}
    assert "gradio" in pinned
    assert pinned & BUILDERS_OWN == set()


@pytest.mark.parametrize(
    ("more", "keeps"),
    [
        ({}, True),
        ({"SPACE_ID": "me/studio"}, False),
        ({"SPACE_ID": "me/studio", "R2V_DATABASE_URL": "postgresql://host/db"}, False),
        ({"SPACE_ID": "me/studio", "R2V_DATABASE_URL": "postgresql://host/db", "R2V_STORAGE_URL": "s3://b/c"}, True),
    ],
)
def test_a_space_tells_whether_it_keeps_anything(tmp_path: Path, more: dict[str, str], *, keeps: bool) -> None:
    settings = read_settings({"R2V_DATA_DIR": str(tmp_path), **more})
    assert settings.keeps is keeps
    view = space_view(settings)
    assert (view is None) == ("SPACE_ID" not in more)
    assert view is None or view["line"] == ("" if keeps else FORGETS)


def test_what_is_kept_goes_into_a_bucket_where_one_is_mounted(tmp_path: Path) -> None:
    home = {"SPACE_ID": "me/studio"}
    (tmp_path / "bucket").mkdir()
    assert data_dir_from(home, tmp_path / "bucket") == tmp_path / "bucket" / "wan-r2v-studio"
    asked = {**home, "R2V_DATA_DIR": str(tmp_path / "asked")}
    assert data_dir_from(asked, tmp_path / "bucket") == tmp_path / "asked"


def test_a_mounted_folder_outlives_a_restart() -> None:
    shared = Path("/dev/shm")  # noqa: S108 - a file system of its own on every Linux, as a bucket is one
    assert shared.is_mount()
    assert read_settings({"R2V_DATA_DIR": str(shared / "wan-r2v-studio-test"), "SPACE_ID": "me/studio"}).keeps
    (shared / "wan-r2v-studio-test").rmdir()


def _here(space: Program) -> str:
    return space.address.rstrip("/").replace("0.0.0.0", "127.0.0.1")  # noqa: S104 - the address it printed
