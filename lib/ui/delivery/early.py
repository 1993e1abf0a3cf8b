"""The form that stands before Gradio has begun: the prompt, the place for references, and Generate.

It is a picture of the page in which these three are live (`assets/early`), made by `python -m tests.showcase.early`.
What is written, brought and pressed there is handed to Gradio's own once they stand (`assets/early/early.js`).
"""

import re
from collections.abc import Mapping
from functools import cache
from html import escape
from pathlib import Path
from typing import Any

from lib.ui.language.chinese import chinese
from lib.ui.language.visitor import CHINESE

FOLDER = Path(__file__).parents[3] / "assets" / "early"
# They share one scope; the first two are the page's own.
_PARTS = (FOLDER.parent / "say.js", FOLDER.parent / "tray" / "incoming.js", FOLDER / "early.js")
_MODEL = re.compile(r'data-model="([^"]+)"')
_NO_SCRIPT = "This page needs JavaScript."


def early_script() -> str:
    """Give the script, which the page calls as soon as the form is there."""
    return "(() => {\n" + "\n".join(part.read_text(encoding="utf-8") for part in _PARTS) + "\n})();"


def early_form(settings: Mapping[str, Any], language: str, entry: str) -> str:
    """Give the form for a page with these settings of Gradio's, or nothing where it would be another one.

    `entry` is the address of Gradio's first script, which begins once the form has been painted.
    """
    form = _form(language)
    model = _MODEL.search(form)
    all_props = [one["props"] for one in settings.get("components", [])]
    shown = [props.get("value") for props in all_props if props.get("elem_id") == "model"]
    if model is None or shown != [model[1]]:
        return ""
    unable = chinese().template(_NO_SCRIPT) if language == CHINESE else _NO_SCRIPT
    # The sentence is taken out, and the form is shown, before anything is painted.
    frame = (FOLDER / "frame.html").read_text(encoding="utf-8")
    return frame.replace("{unable}", unable).replace("{entry}", escape(entry)).replace("{form}", form)


@cache
def _form(language: str) -> str:
    file = FOLDER / f"{language}.html"
    return file.read_text(encoding="utf-8") if file.is_file() else ""
