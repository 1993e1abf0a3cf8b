"""A password box whose value never reaches Gradio's session, its deep links or its run history."""

import json
from collections.abc import Sequence
from typing import Any

import gradio as gr
from gradio.data_classes import GradioRootModel

# Where the browser keeps that its keys are not to be kept.
KEEP = "r2v.keep"


def remember(name: str) -> str:
    """Give the script that keeps a box's value in this browser under a name, where the person wants that.

    The server never fills a box.
    """
    return f"""(key) => {{ try {{
      if (key && localStorage.getItem('{KEEP}') !== 'no') localStorage.setItem('{name}', key);
      else localStorage.removeItem('{name}');
    }} catch {{}} return [] }}"""


def remember_choice(keep: str, names: Sequence[str]) -> str:
    """Give the script that keeps a tick, and keeps or takes away the values of the boxes behind it accordingly."""
    return f"""(keep, ...keys) => {{ try {{
      localStorage.setItem('{keep}', keep ? 'yes' : 'no');
      {json.dumps(names)}.forEach((name, index) => {{
        if (!keep) localStorage.removeItem(name);
        else if (keys[index]) localStorage.setItem(name, keys[index]);
      }});
    }} catch {{}} return [] }}"""


def recall_choice(keep: str) -> str:
    """Give the script that sets a tick as this browser keeps it; ticked where nothing is kept."""
    return f"() => {{ try {{ return localStorage.getItem('{keep}') !== 'no' }} catch {{ return false }} }}"


def forget(names: Sequence[str]) -> str:
    """Give the script that takes the values out of this browser and empties as many boxes as there are names."""
    return f"""() => {{
      for (const name of {json.dumps(names)}) try {{ localStorage.removeItem(name) }} catch {{}}
      return {json.dumps([""] * len(names))};
    }}"""


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
