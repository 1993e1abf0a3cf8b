"""Gradio's own scripts and styles: which of them a page needs, and how they are sent.

Gradio loads them in five rounds, each asked for by what the one before held, in a request for each of eighty files
that is compressed anew for every visitor. Here the page names all of them at once, the styles are one file, and each
is compressed once. Everything is read from Gradio's own build (6.31); of one that looks different nothing is found,
and it loads as Gradio does it.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import gradio

from lib.ui.delivery.parcel import Parcel

BUILD = Path(gradio.__file__).parent / "templates" / "frontend"
KINDS: Mapping[str, str] = {".js": "text/javascript", ".css": "text/css"}
_NAME = r"\./([\w.-]+)"
_LIST = re.compile(r"m\.f=\[([^\]]*)\]")
# `textbox:{…component:()=>v(()=>import(`./Index-1.js`)…,__vite__mapDeps([71,1,2]),…)}`
_COMPONENT = r"[{{,]{kind}:\{{(?:(?!component:).)*?component:\(\)=>\w+\(\(\)=>import.*?__vite__mapDeps\(\[([\d,]*)\]\)"
_IMPORTED = re.compile(rf"""(?:from|import)\s*["'`]{_NAME}["'`]""")


@dataclass(frozen=True, kw_only=True)
class Needs:
    """The names of the files of the build that a page loads: scripts, and styles in their order."""

    scripts: tuple[str, ...]
    styles: tuple[str, ...]

    @cache  # noqa: B019 - as many as there are pages, which is one
    def bundle(self) -> Parcel:
        """Give the styles as one file."""
        texts = (text for name in self.styles if (text := _read(name)) is not None)
        return Parcel(body="\n".join(texts).encode(), kind="text/css")


@cache
def asset(name: str) -> Parcel | None:
    """Give a script or a style of the build, or None where it is neither. Raises OSError where it can't be read."""
    path = BUILD / "assets" / name
    kind = KINDS.get(path.suffix)
    if kind is None or name not in _names():
        return None
    return Parcel(body=path.read_bytes(), kind=kind)


@cache
def needs(kinds: frozenset[str]) -> Needs:
    """Give what a page with these kinds of components loads."""
    entry = next(iter(re.findall(r'src="\./assets/(index-[\w-]+\.js)"', _index())), "")
    first = [*_listed(entry)]
    frame = next((name for name in first if name.startswith("Index-")), "")
    core = next((name for name in first if name.startswith("core-")), "")
    # The frame loads the page itself, with the files that its list begins with, up to those of the form for a login.
    own = _listed(frame)
    cut = next((at for at, name in enumerate(own) if name.startswith("Login-")), 0)
    found = dict.fromkeys([*first, *own[:cut], *_of_components(core, kinds)])
    # The first two are in Gradio's page already.
    rest = [name for name in found if name in _names() and name != entry and f"/{name}" not in _index()]
    scripts = _with_imports([name for name in rest if name.endswith(".js")], entry)
    return Needs(scripts=scripts, styles=tuple(name for name in rest if name.endswith(".css")))


def _of_components(core: str, kinds: Iterable[str]) -> list[str]:
    text, listed = _read(core) or "", _listed(core)
    found: list[str] = []
    for kind in sorted(kinds):
        match = re.search(_COMPONENT.format(kind=re.escape(kind)), text, re.DOTALL)
        if match is not None:
            found += [listed[int(place)] for place in match[1].split(",") if place]
    return found


def _with_imports(scripts: list[str], entry: str) -> tuple[str, ...]:
    found = dict.fromkeys(scripts)
    queue = list(found)
    while queue:
        for name in _IMPORTED.findall(_read(queue.pop()) or ""):
            if name != entry and name not in found and name in _names():
                found[name] = None
                queue.append(name)
    return tuple(found)


def _listed(name: str) -> list[str]:
    match = _LIST.search(_read(name) or "")
    return re.findall(rf'"{_NAME}"', match[1]) if match else []


def _read(name: str) -> str | None:
    return (BUILD / "assets" / name).read_text(encoding="utf-8") if name in _names() else None


@cache
def _names() -> frozenset[str]:
    return frozenset(path.name for path in (BUILD / "assets").iterdir())


@cache
def _index() -> str:
    return (BUILD / "index.html").read_text(encoding="utf-8")
