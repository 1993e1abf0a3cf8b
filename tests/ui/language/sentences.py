"""Finds the sentences that the code can say to a visitor: constants and f-strings, panels' markup, scripts' `say`."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from lib.ui.language.front import said_in
from lib.ui.language.spoken import words_in
from tests.programs import ROOT

# Rooms whose words reach a visitor. The stand-in speaks as a service does, which is quoted and not translated.
ROOMS = ("lib/errors.py", "lib/secret.py", "lib/forms", "lib/jobs", "lib/media", "lib/providers", "lib/ui")
# Of these nothing reaches a visitor's page: SQL, a start's own failures, documents, code, styles and the API's words.
QUIET = """
    forms/describe forms/node forms/outside forms/outside_fields forms/prompt forms/tables
    jobs/offline jobs/presence jobs/provenance jobs/schema jobs/search jobs/seating
    providers/example_curl providers/example_javascript providers/example_python providers/example_request
    providers/example_sdk providers/modelstream_profile
    ui/arguments ui/delivery/front ui/delivery/page ui/delivery/parcel ui/guard ui/language/front ui/launch
    ui/media_route ui/metrics ui/theme ui/tools ui/tools_guard
"""
PLACE = re.compile(r"\{[^{}]*\}")
# A capital, a digit or a place and then words; or one capitalised word, as a label is.
PROSE = re.compile(r"""^(?:["“(]?[A-Z{0-9][^\n]*\s\S|[A-Z][a-z]+$)""", re.DOTALL)
# Where the code puts sentences together: behind the end of one, and around a place that is a whole one.
SENTENCE = re.compile(r"(?<=[.:?])\s+|^\{\}\s+(?=[A-Z{])|(?<=[.:])\s*\{\}\s*$")
MARKUP = re.compile(r"</?[a-z][^>]*>")
MISTAKES_OF_OURS = {"ValueError", "TypeError", "KeyError", "AssertionError", "RuntimeError", "compile", "getLogger"}


def shape(sentence: str) -> str:
    """Give a sentence with its places unnamed, as code and catalogue name them differently."""
    return PLACE.sub("{}", sentence)


def said_by_python(path: Path, *, every: bool = False) -> Iterator[str]:
    """Give what a module can say; `every` text of it, those that are no sentence too."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    silent = set(_silent(tree))
    for node in _outermost(tree, silent):
        text = _text(node)
        if MARKUP.search(text):
            yield from words_in(text.replace("{{}}", ""))
        elif every or (PROSE.match(text) and re.search(r"[a-z]{2}", PLACE.sub("", text))):
            yield " ".join(text.split())


def said_by_script(path: Path) -> list[str]:
    """Give what a script of the page can say."""
    return said_in(path.read_text(encoding="utf-8"))


def modules(*, quiet: bool = False) -> Iterator[Path]:
    """Give the modules whose words a visitor reads; `quiet` gives the others too."""
    for room in ROOMS:
        place = ROOT / room
        found = [place] if place.is_file() else sorted(place.rglob("*.py"))
        yield from (
            one for one in found if quiet or str(one.relative_to(ROOT / "lib").with_suffix("")) not in QUIET.split()
        )


def _silent(tree: ast.Module) -> Iterator[ast.AST]:
    """Give what nobody reads: docstrings, log lines, types, and what a mistake of ours says."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
            yield node.value
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and node.returns is not None:
            yield node.returns
        if isinstance(node, ast.arg | ast.AnnAssign) and node.annotation is not None:
            yield node.annotation
        if isinstance(node, ast.Call):
            name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
            owner = node.func.value if isinstance(node.func, ast.Attribute) else None
            if name in MISTAKES_OF_OURS or (isinstance(owner, ast.Name) and owner.id == "_log"):
                yield node


def _outermost(node: ast.AST, silent: set[ast.AST]) -> Iterator[ast.AST]:
    for child in ast.iter_child_nodes(node):
        if child in silent:
            continue
        if isinstance(child, ast.JoinedStr):
            yield child
            for part in child.values:
                if isinstance(part, ast.FormattedValue):
                    yield from _outermost(part, silent)
        elif isinstance(child, ast.Constant):
            if isinstance(child.value, str):
                yield child
        else:
            yield from _outermost(child, silent)


def _text(node: ast.AST) -> str:
    if isinstance(node, ast.Constant):
        return str(node.value)
    parts = node.values if isinstance(node, ast.JoinedStr) else []
    return "".join(str(part.value) if isinstance(part, ast.Constant) else "{}" for part in parts)
