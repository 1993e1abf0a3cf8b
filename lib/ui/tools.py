"""The endpoints as tools for agents (MCP): files are given as text, answers come as JSON.

Gradio serves them. What it makes of a file argument (`gradio.mcp`, 6.31) fits a single file only, and it writes answers
as Python prints them; here both are said again, on the server object that it hands out.
"""

import copy
import json
from collections.abc import Callable, Mapping
from typing import Any

import gradio as gr
from gradio.processing_utils import add_root_url

Json = dict[str, Any]


def settle_tools(page: gr.Blocks) -> None:
    """Settle the tools of a page that has been launched; nothing where Gradio serves none."""
    server = page.mcp_server_obj
    if server is None:
        return
    server.api_info = for_agents(server.api_info)
    server.postprocess_output_data = _answers(server.types.TextContent, str(page.local_url).rstrip("/"))


def for_agents(api_info: Json) -> Json:
    """Give Gradio's description of the endpoints with every file as a text, and each word said once."""
    told = copy.deepcopy(api_info)
    for endpoint in told["named_endpoints"].values():
        for parameter in endpoint["parameters"]:
            parameter["type"] = _plain(parameter["type"])
    return told


def _plain(schema: Any) -> Any:  # noqa: ANN401 - any JSON
    if isinstance(schema, list):
        return [_plain(one) for one in schema]
    if not isinstance(schema, Mapping):
        return schema
    if {"path", "meta"} <= set(schema.get("properties", ())):
        return {"type": "string"}
    return {name: _plain(one) for name, one in schema.items() if name != "additional_description"}


def _answers(text_content: Callable[..., Any], local_url: str) -> Callable[[Any, str], list[Any]]:
    """Write answers as JSON; addresses of files begin as the caller reaches this app."""

    def answers(outputs: Any, root_url: str) -> list[Any]:  # noqa: ANN401 - the endpoints' own values
        placed = add_root_url(outputs, root_url, local_url)
        return [text_content(type="text", text=json.dumps(one, ensure_ascii=False)) for one in placed]

    return answers
