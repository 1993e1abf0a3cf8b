"""The app as a Space starts it: by its environment, behind its proxy, in a frame of Hugging Face's."""

import re
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from tests.programs import ROOT, Program, free_port, start_app

HOST = "me-studio.hf.space"
# What the Hub asks of a README (`gradio-facts.md`, 3.2).
MOST_DESCRIPTION = 60
PROXIED = {"Host": HOST, "X-Forwarded-Host": HOST, "X-Forwarded-Proto": "https", "X-Forwarded-For": "8.8.8.8"}


@pytest.fixture(scope="module")
def space(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Program]:
    home = tmp_path_factory.mktemp("space")
    with start_app(
        home,
        SYSTEM="spaces",
        SPACE_ID="me/studio",
        SPACE_HOST=HOST,
        GRADIO_SSR_MODE="True",
        GRADIO_NUM_PORTS="1",
        GRADIO_SERVER_NAME="0.0.0.0",  # noqa: S104 - as a Space has it
        GRADIO_SERVER_PORT=str(free_port()),
    ) as program:
        yield program


def test_the_page_answers_under_the_spaces_own_address(space: Program) -> None:
    with httpx.Client(base_url=_here(space), headers=PROXIED, timeout=60) as web:
        page = web.get("/")
        assert page.status_code == 200
        assert "https://huggingface.co" in page.headers["content-security-policy"]
        config = web.get("/config").json()
        assert config["root"] == f"https://{HOST}"
        assert config["space_id"] == "me/studio"
        own = web.post("/gradio_api/call/v2/models", json={}, headers={"Origin": f"https://{HOST}"})
        assert own.status_code == 200
        for origin in ("https://huggingface.co", "https://other.hf.space", "null"):
            evil = web.post("/gradio_api/call/v2/models", json={}, headers={"Origin": origin})
            assert evil.status_code == 403, origin


def test_the_readme_is_what_the_hub_takes() -> None:
    front = dict(re.findall(r"^(\w+): (.+)$", Path(ROOT / "README.md").read_text().split("---")[1], re.MULTILINE))
    assert (front["sdk"], front["app_file"], front["python_version"]) == ("gradio", "app.py", '"3.12"')
    assert len(front["short_description"]) <= MOST_DESCRIPTION
    pinned = re.search(r"^gradio\[mcp\]==(\S+)$", (ROOT / "requirements.txt").read_text(), re.MULTILINE)
    assert pinned is not None
    assert front["sdk_version"] == pinned[1]


def _here(space: Program) -> str:
    return space.address.rstrip("/").replace("0.0.0.0", "127.0.0.1")  # noqa: S104 - the address it printed
