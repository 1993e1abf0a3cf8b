"""A password box whose value never reaches Gradio's session, its deep links or its run history."""

import json
from typing import Any

import gradio as gr
from gradio.data_classes import GradioRootModel


def remember(name: str) -> str:
    """Give the script that keeps a box's value in this browser under a name; the server never fills a box."""
    return f"(key) => {{ try {{ localStorage.setItem('{name}', key || '') }} catch {{}} return [] }}"


def recall(*names: str) -> str:
    """Give the script that fills as many boxes as there are names from what this browser keeps.

    It gives an update without a value where nothing is kept: what is typed while the page still loads stays.
    """
    return f"""() => {{
      const kept = (name) => {{ try {{ return localStorage.getItem(name) }} catch {{ return null }} }};
      return {json.dumps(names)}.map((name) => kept(name) || {{ __type__: 'update' }});
    }}"""


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
