"""The endpoints as an agent meets them: a real MCP client against the running app."""

import json
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import anyio
import httpx
import pytest
from mcp import ClientSession
from mcp.client.streamable_http import streamable_http_client
from mcp.types import TextContent

from lib.sandbox import Sandbox, SandboxConfig
from tests.makers import make_picture, make_voice
from tests.programs import Program, start_app

TOOLS = {"models", "check", "request_example", "submit", "job", "cancel", "generate"}
PROMPT = "Image 1 looks up and smiles."


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Program]:
    with start_app(tmp_path_factory.mktemp("home")) as program:
        yield program


@pytest.fixture(scope="module")
def picture(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_picture(tmp_path_factory.mktemp("pictures") / "anna, 茶.png")


def upload(app: Program, *paths: Path) -> list[str]:
    """Upload files as an agent does, and give the paths that it is told."""
    files = [("files", (path.name, path.read_bytes())) for path in paths]
    answer = httpx.post(f"{app.address.rstrip('/')}/gradio_api/upload", files=files, timeout=60)
    told: list[str] = answer.raise_for_status().json()
    return told


@asynccontextmanager
async def agent(app: Program, **headers: str) -> AsyncIterator[ClientSession]:
    url = f"{app.address.rstrip('/')}/gradio_api/mcp/"
    async with (
        httpx.AsyncClient(headers=headers, timeout=120) as web,
        streamable_http_client(url, http_client=web) as (reading, writing, _),
        ClientSession(reading, writing) as session,
    ):
        await session.initialize()
        yield session


async def call(session: ClientSession, tool: str, **arguments: Any) -> Any:
    """Call a tool and read its answer, which is JSON; a refusal is a text."""
    answer = await session.call_tool(tool, arguments)
    (content,) = answer.content
    assert isinstance(content, TextContent)
    return content.text if answer.isError else json.loads(content.text)


def test_the_tools_and_their_words(app: Program) -> None:
    async def look() -> dict[str, Any]:
        async with agent(app) as session:
            return {tool.name: tool for tool in (await session.list_tools()).tools}

    tools = anyio.run(look)
    assert set(tools) == TOOLS
    for name, tool in tools.items():
        assert len(tool.description) > 20, name
        for parameter, schema in tool.inputSchema["properties"].items():
            assert schema["description"], (name, parameter)
        assert not {"x_api_key", "x_access_code"} & set(tool.inputSchema["properties"])
    asked = tools["generate"].inputSchema
    assert asked["required"] == ["prompt"]
    assert asked["properties"]["reference_image"]["items"] == {"type": "string"}
    assert "Uploaded first" in asked["properties"]["first_frame"]["description"]
    assert "2 to 15 s" in asked["properties"]["duration"]["description"]
    assert "additional_description" not in json.dumps(asked)


def test_the_api_page_has_words_for_each_parameter(app: Program) -> None:
    told = httpx.get(f"{app.address.rstrip('/')}/gradio_api/info", timeout=60).json()
    endpoints = told["named_endpoints"]
    assert set(endpoints) == {f"/{name}" for name in TOOLS}
    for name, endpoint in endpoints.items():
        words = {one["parameter_name"]: one["python_type"]["description"] for one in endpoint["parameters"]}
        assert all(words.values()), (name, words)
        assert [one["label"] for one in endpoint["parameters"]] == list(words)
        assert len(set(words.values())) == len(words), name
    voice = next(one for one in endpoints["/check"]["parameters"] if one["parameter_name"] == "reference_voice")
    assert "null skips one" in voice["python_type"]["description"]


@pytest.mark.long
def test_from_an_upload_to_the_video(app: Program, picture: Path) -> None:
    (path,) = upload(app, picture)

    async def make() -> tuple[Any, Any, Any]:
        form = {"prompt": PROMPT, "reference_image": [path], "duration": 2, "resolution": "720P", "seed": 0}
        async with agent(app) as session:
            verdict = await call(session, "check", **form)
            made = await call(session, "generate", **form)
            return verdict, made, await call(session, "job", job=made["job"])

    verdict, made, record = anyio.run(make)
    assert (verdict["ok"], verdict["findings"]) == (True, [])
    assert (made["state"], made["service"], made["seed"], made["error"]) == ("succeeded", "sandbox", 0, None)
    assert record["video"] == made["video"]
    assert record["video"]["url"].startswith(app.address.rstrip("/"))
    video = httpx.get(record["video"]["url"], timeout=60)
    assert (video.status_code, video.content[4:8]) == (200, b"ftyp")


@pytest.mark.long
def test_submit_look_cancel_and_the_example(app: Program, picture: Path) -> None:
    (path,) = upload(app, picture)
    # As the upload tools that Gradio has for agents give it.
    address = f"{app.address.rstrip('/')}/gradio_api/file={path}"

    async def talk() -> tuple[Any, ...]:
        async with agent(app) as session:
            record = await call(session, "submit", prompt=PROMPT, reference_image=[address], duration=2)
            after = await call(session, "cancel", job=record["job"])
            form = {"prompt": PROMPT, "reference_image": [address], "language": "python"}
            example = await call(session, "request_example", **form)
            return record, after, example, await call(session, "models"), await call(session, "job", job="0" * 32)

    record, after, example, models, nobody = anyio.run(talk)
    assert record["job"] == after["job"]
    assert 'upload("' in example
    assert "wan2.7-r2v" in {model["id"] for model in models}
    assert "no job of that name" in nobody


def test_no_call_makes_this_machine_open_a_file_of_its_own(app: Program, tmp_path: Path) -> None:
    """Gradio's client would upload the sound, so that the check would find nothing wrong with it."""
    secret = make_voice(tmp_path / "secret.wav", seconds=3)
    as_gradio = {"path": str(secret), "meta": {"_type": "gradio.FileData"}}

    async def attempt(value: object) -> Any:
        async with agent(app) as session:
            return await call(session, "check", prompt="It rains.", model="wan2.7-t2v", extra={"audio_url": value})

    for value in (str(secret), f"http://x/gradio_api/file={secret}", "http://127.0.0.1:9/a.wav", "/etc/passwd"):
        assert "not a file that was uploaded here" in anyio.run(attempt, value)
    with pytest.raises(BaseExceptionGroup) as raised:
        anyio.run(attempt, {"deep": [as_gradio]})
    assert "400 Bad Request" in repr(raised.value.exceptions)
    base = app.address.rstrip("/")
    own = httpx.post(f"{base}/gradio_api/upload", files={"files": b"x"}, headers={"X-Gradio-User": "mcp"})
    assert own.status_code == 403
    for path in ("/gradio_api/mcp/sse", "/gradio_api/mcp/messages/"):
        assert httpx.get(base + path).status_code == 404
    wrong = httpx.post(f"{base}/gradio_api/mcp/", content=b'{"a":', headers={"Content-Type": "application/json"})
    assert wrong.status_code == 400


@pytest.mark.long
def test_a_key_comes_by_header_and_stays_with_its_caller(tmp_path: Path, picture: Path) -> None:
    with Sandbox(SandboxConfig(data_dir=tmp_path / "studio", scale=0.25, speed=20.0)) as studio:
        settings = {"DASHSCOPE_HTTP_BASE_URL": studio.base_url}
        with start_app(tmp_path / "home", **settings) as app:
            (path,) = upload(app, picture)

            async def ask(**headers: str) -> Any:
                form = {"prompt": PROMPT, "reference_image": [path], "duration": 2, "service": "dashscope"}
                async with agent(app, **headers) as session:
                    return await call(session, "submit", **form)

            async def both() -> tuple[Any, Any]:
                return await ask(**{"X-Api-Key": "sk-of-a-visitor"}), await ask()

            keyed, keyless = anyio.run(both)
            assert keyed["service"] == "dashscope"
            assert "needs a key" in keyless
            assert "sk-of-a-visitor" not in app.output
