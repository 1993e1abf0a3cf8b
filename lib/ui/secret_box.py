"""A password box whose value never reaches Gradio's session, its deep links or its run history."""

from typing import Any

import gradio as gr
from gradio.data_classes import GradioRootModel

# The key stays in this browser: the box is filled from there and never by the server.
REMEMBER = "(key) => { try { localStorage.setItem('r2v.key', key || '') } catch {} return [] }"
# An update without a value where nothing is remembered: what is typed while the page still loads stays.
RECALL = """() => {
  const nothing = { __type__: 'update' };
  try { return localStorage.getItem('r2v.key') || nothing } catch { return nothing }
}"""


class _Hidden(GradioRootModel):
    """A value that dumps as nothing, so that no session keeps it."""

    root: str | None = None

    def model_dump(self, **_: object) -> None:
        """Give nothing to whoever wants to store it."""


def secret_box(**kwargs: Any) -> gr.Textbox:  # noqa: ANN401 - as gr.Textbox takes them
    """Make a `gr.Textbox` for a key.

    Its own methods are replaced rather than a subclass written: for a subclass Gradio writes a stub beside the file.
    """
    box = gr.Textbox(type="password", max_lines=1, **kwargs)
    box.data_model = _Hidden
    box.preprocess = _typed
    box.postprocess = _wrapped
    return box


def _typed(payload: _Hidden | None) -> str | None:
    return None if payload is None else payload.root


def _wrapped(value: str | None) -> _Hidden | None:
    return None if value is None else _Hidden(root=value)
