"""What a visitor of a Space is told about it: what it and their browser keep, and how to have a copy of their own."""

from typing import Any
from urllib.parse import quote

import gradio as gr

from lib.settings import Settings
from lib.ui.panels import panel, script

FORGETS = "This Space forgets history and videos when it restarts: download what you want to keep."

_NOTE = """
<p class="r2v-space-note">
  <span class="r2v-kept-nowhere" hidden>In a frame this browser keeps nothing: what you make here is not listed again
    after a reload.</span> {{#if value.line}}<span>{{value.line}}</span> {{/if}}<a class="r2v-own-tab" hidden
    href="{{value.own}}" target="_blank" rel="noopener">Open in its own tab</a> <a href="{{value.href}}"
    target="_blank" rel="noopener" title="A copy of your own: your key, your storage, your visitors">Duplicate this
    Space</a></p>
"""


def space_note(settings: Settings) -> gr.HTML | None:
    """Make the line; None anywhere else than on a Space."""
    view = space_view(settings)
    return None if view is None else panel(view, _NOTE, "space-note", script("space.js"))


def space_view(settings: Settings) -> dict[str, Any] | None:
    """Say what the line says."""
    if not settings.space_id:
        return None
    href = f"https://huggingface.co/spaces/{quote(settings.space_id)}?duplicate=true"
    return {"line": "" if settings.keeps else FORGETS, "href": href, "own": settings.public_url}
