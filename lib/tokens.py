"""The page's colours, sizes and radii as `assets/tokens.css` says them, for what is no stylesheet of the page."""

import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path

TOKENS = Path(__file__).parents[1] / "assets" / "tokens.css"
_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
_BLOCK = re.compile(r"([^{}]+)\{([^{}]*)\}")
_TOKEN = re.compile(r"--r2v-([a-z-]+):\s*([^;]+);")
_USED = re.compile(r"var\(--r2v-([a-z-]+)\)")


@cache
def tokens(*, dark: bool) -> Mapping[str, str]:
    """Give every token's value by its name in one theme; none refers to another. Raises KeyError for a slip."""
    text = _COMMENT.sub("", TOKENS.read_text(encoding="utf-8"))
    found: dict[str, str] = {}
    for where, block in _BLOCK.findall(text):
        if dark or ".dark" not in where:
            found |= dict(_TOKEN.findall(block))
    return {name: _USED.sub(lambda used: found[used[1]], value) for name, value in found.items()}


def as_root_style() -> str:
    """Give the tokens for a document of its own, in the theme that its reader's system has."""
    light, dark = (
        " ".join(f"--r2v-{name}: {value};" for name, value in tokens(dark=theme).items()) for theme in (False, True)
    )
    return f":root {{ {light} }} @media (prefers-color-scheme: dark) {{ :root {{ {dark} }} }}"
