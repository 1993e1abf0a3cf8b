"""What a visitor of a Space is told about it: whether it keeps anything, and how to have one of their own."""

from typing import Any
from urllib.parse import quote

import gradio as gr

from lib.settings import Settings
from lib.ui.panels import panel

FORGETS = "This Space forgets history and videos when it restarts: download what you want to keep."

_NOTE = """
<p class="r2v-space-note">{{#if value.line}}<span>{{value.line}}</span> {{/if}}<a href="{{value.href}}" target="_blank"
  rel="noopener" title="A copy of your own: your key, your storage, your visitors">Duplicate this Space</a></p>
"""


def space_note(settings: Settings) -> gr.HTML | None:
    """Make the line; None anywhere else than on a Space."""
    view = space_view(settings)
    return None if view is None else panel(view, _NOTE, "space-note")


def space_view(settings: Settings) -> dict[str, Any] | None:
    """Say what the line says."""
    if not settings.space_id:
        return None
    href = f"https://huggingface.co/spaces/{quote(settings.space_id)}?duplicate=true"
    return {"line": "" if settings.keeps else FORGETS, "href": href}
