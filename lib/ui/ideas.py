"""The library of prompts to start from: read from `assets/ideas.toml`, offered where the model takes what they need."""

import tomllib
from functools import cache
from pathlib import Path
from typing import Any

from lib.forms.form import ModelForm

FILE = Path(__file__).parents[2] / "assets" / "ideas.toml"


@cache
def ideas() -> list[dict[str, Any]]:
    """Give every idea: its id, what it needs, and title, hint and prompt by language. Raises OSError, ValueError.

    Read once: every model asks which of them fit it.
    """
    found: list[dict[str, Any]] = tomllib.loads(FILE.read_text(encoding="utf-8"))["idea"]
    return found


def fitting(form: ModelForm) -> list[str]:
    """Give the ids of the ideas whose needs the model takes, and which give it what it can't do without."""
    takes = {row.rule.kind.value for row in form.lists()} | {row.name for row in form.singles()}
    takes |= {"voice"} if form.voices is not None else set()
    required = {row.name for row in form.singles() if row.required}
    cited = {row.rule.kind.value for row in form.lists()} if form.references and form.references.minimum else set()
    return [
        one["id"]
        for one in ideas()
        if takes >= set(one["needs"]) >= required and (not cited or cited & set(one["needs"]))
    ]
