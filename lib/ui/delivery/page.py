"""Gradio's page taken apart: a small document, and what is the same at every visit in files that the browser keeps."""

import json
import re
from collections.abc import Iterable
from dataclasses import dataclass
from html import escape
from typing import Any

from lib.ui.delivery.build import needs
from lib.ui.delivery.early import early_form, early_script
from lib.ui.delivery.parcel import ASK_AGAIN, Parcel
from lib.ui.delivery.style import as_gradio_writes_it
from lib.ui.language.front import ASSETS, language_script, spoken_settings

# How Gradio writes its settings into the page (6.31).
_SETTINGS = re.compile(
    r"<script>window\.gradio_config = (\{.*?\});</script>\s*<script>window\.gradio_api_info = (.*?);</script>",
    re.DOTALL,
)

# Gradio's own style, which those of the components come after and so prevail over.
_FIRST_STYLE = re.compile(r'<link rel="stylesheet"[^>]*href="\./assets/index-[\w-]+\.css"[^>]*>')

# Gradio's first script, which begins the rest.
_ENTRY = re.compile(r'<script type="module"[^>]*src="(\./assets/index-[\w-]+\.js)"[^>]*></script>')

# A script of ours that a component brings along, and would ask for last of all.
_SERVED = re.compile(r"scripts/[\w-]+\.js")


@dataclass(frozen=True, kw_only=True)
class TakenApart:
    """A page of one language at one address: the document, and the files that it names by their paths."""

    document: Parcel
    files: dict[str, Parcel]


def take_apart(page: str, language: str) -> TakenApart:
    """Take Gradio's page apart, in a language. Of a page that looks different, only the language's script is added."""
    found = _SETTINGS.search(page)
    first, head, files = language_script(language), "", {}
    if found is not None:
        values = json.loads(spoken_settings(found[1], language))
        _drop_endpoints(values)
        own = as_gradio_writes_it(str(values.get("css") or ""), str(values.get("version", "")))
        values["css"] = None
        settings = json.dumps(values, ensure_ascii=False, separators=(",", ":"))
        settled = (ASSETS / "settings.js").read_text(encoding="utf-8")
        told = f"{_parsed('gradio_config', settings)}\n{_parsed('gradio_api_info', found[2])}"
        first += f"\n{told}\n{settled}\n{early_script()}"
        page = page[: found.start()] + page[found.end() :]
        kinds = frozenset(str(one["type"]) for one in values.get("components", []))
        needed = needs(kinds)
        bundle = Parcel(body=needed.bundle().body + b"\n" + own.encode(), kind="text/css")
        styles = f"/assets/page-{bundle.mark}.css"
        files[styles] = bundle
        head = f"<title>{escape(str(values.get('title') or ''))}</title>"
        head += _hints(needed.scripts, needed.styles, _SERVED.findall(settings))
        page = _FIRST_STYLE.sub(rf'\g<0><link rel="stylesheet" href=".{styles}">', page, count=1)
        page = _with_early_form(page, values, language)
    script = Parcel(body=first.encode(), kind="text/javascript")
    address = f"/scripts/page-{language}-{script.mark}.js"
    files[address] = script
    page = page.replace("<head>", f'<head><script src=".{address}"></script>{head}', 1)
    page = page.replace('lang="en"', f'lang="{escape(language)}"', 1)
    vary = "Accept-Encoding, Accept-Language, Cookie"
    document = Parcel(body=page.encode(), kind="text/html", keep=ASK_AGAIN, vary=vary)
    return TakenApart(document=document, files=files)


def _with_early_form(page: str, settings: dict[str, Any], language: str) -> str:
    """Put the form that stands before Gradio into the page, and leave it to that form when Gradio begins."""
    entry = _ENTRY.search(page)
    form = early_form(settings, language, entry[1]) if entry is not None else ""
    if entry is None or not form:
        return page
    ahead = f'<link rel="modulepreload" crossorigin href="{entry[1]}">'
    return page.replace(entry[0], ahead, 1).replace("</gradio-app>", f"</gradio-app>{form}", 1)


def _drop_endpoints(settings: dict[str, Any]) -> None:
    """Take the endpoints' arguments out of what is drawn: Gradio makes a component of each, and shows none.

    The components stay in the list, where the page of the API looks them up.
    """
    arguments = {one["id"] for one in settings.get("components", []) if one["type"] == "api"}
    for one in settings.get("components", []):
        if one["id"] in arguments:
            one["props"]["visible"] = False
    for layout in (settings.get("layout"), *(one.get("layout") for one in settings.get("page", {}).values())):
        if layout:
            layout["children"] = [one for one in layout["children"] if one["id"] not in arguments]


def _parsed(name: str, settings: str) -> str:
    """Assign settings to a name of the window; a browser reads them as JSON in half the time that a script takes."""
    return f"window.{name} = JSON.parse({json.dumps(settings, ensure_ascii=False)});"


def _hints(scripts: Iterable[str], styles: Iterable[str], served: Iterable[str]) -> str:
    """Name what the page will load, so that it comes in one go.

    A style that stands here without being used is there in Gradio's eyes, and isn't loaded: the bundle has it.
    """
    ahead = "".join(f'<link rel="modulepreload" crossorigin href="./assets/{name}">' for name in scripts)
    there = "".join(f'<link rel="stylesheet" disabled href="./assets/{name}">' for name in styles)
    ours = "".join(f'<link rel="preload" as="script" href="./{name}">' for name in sorted(set(served)))
    return f"{there}{ahead}{ours}"
