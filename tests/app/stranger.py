"""A stranger's client: it draws a form as plain HTML from an entry of `/models` alone, and fills in what it drew."""

from collections.abc import Mapping
from html import escape
from html.parser import HTMLParser
from typing import Any
from xml.sax.saxutils import quoteattr


def drawn(entry: Mapping[str, Any]) -> str:
    """Give the form of a model: a control for every field, with its bounds, its default and its words."""
    rows = "\n".join(f"<p><label>{escape(row['label'])} {_control(row)}</label></p>" for row in entry["form_schema"])
    return f"<form><h1>{escape(entry['title'])}</h1>\n{rows}\n</form>"


def needed(entry: Mapping[str, Any]) -> dict[str, int]:
    """Say how many files of which field a model asks for at least: its first permitted set, its fewest references."""
    first = dict.fromkeys((entry["permitted_sets"] or [[]])[0], 1)
    count = entry["references"]
    return {**first, count["fields"][0]: count["min_items"]} if count else first


def _control(row: Mapping[str, Any]) -> str:
    about = {"name": row["name"], "title": row["description"], "required": row["required"]}
    if row["type"] in ("file", "array"):
        kind = {"type": "file", "multiple": row["type"] == "array", "accept": ",".join(row["accept"])}
        return _tag("input", **about, **kind, data_kind=row["kind"])
    if "choices" in row:
        shown = ["", *row["choices"]] if row["none"] else row["choices"]
        options = [_tag("option", value=one, selected=one == row["default"]) for one in shown]
        return f"{_tag('select', **about)}{''.join(options)}</select>"
    if row["type"] == "boolean":
        return _tag("input", **about, type="checkbox", checked=row["default"])
    if row["type"] == "integer":
        return _tag("input", **about, type="number", min=row["minimum"], max=row["maximum"], value=row["default"])
    return f"{_tag('textarea', **about, maxlength=row['max_length'])}</textarea>"


def _tag(tag: str, **said: Any) -> str:
    given = {name.replace("_", "-"): one for name, one in said.items() if one is not None and one is not False}
    return f"<{tag} {' '.join(f'{name}={quoteattr(str(one))}' for name, one in given.items())}>"


class Filling(HTMLParser):
    """Fills in a drawn form: a text where one must be, the least of every number, and as many files as are needed."""

    def __init__(self, prompt: str, files: Mapping[str, Any], counts: Mapping[str, int]) -> None:
        super().__init__()
        self.prompt, self.files, self.counts, self.values = prompt, files, counts, dict[str, Any]()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        said = {name: str(value) for name, value in attrs}
        if tag == "textarea" and "required" in said:
            self.values[said["name"]] = self.prompt
        elif said.get("type") == "number":
            self.values[said["name"]] = int(said["min"])
        elif said.get("type") == "file" and (count := self.counts.get(said["name"], "required" in said)):
            one = self.files[said["data-kind"]]
            self.values[said["name"]] = [one] * count if "multiple" in said else one
