"""One file says every colour: another accent is one line, and nothing else on the page has a colour of its own."""

import re

import pytest

from lib.tokens import TOKENS, as_root_style, tokens
from lib.ui.theme import build_theme
from tests.programs import ROOT

STYLED = sorted(
    path
    for place, kinds in {"assets": ("*.css", "*.js", "*.html"), "lib/ui": ("*.py",), "lib/jobs": ("*.py",)}.items()
    for kind in kinds
    for path in (ROOT / place).rglob(kind)
    if path != TOKENS
)
RAW = re.compile(
    r"(?<!&)#(?:[0-9a-f]{3,4}|[0-9a-f]{6}|[0-9a-f]{8})\b(?!\w)|\b(?:rgba?|hsla?|hwb|lab|lch|oklab|oklch)\([^)]*\d"
    r"|:\s*(?:white|black|gr[ae]y|red|green|blue|orange|yellow|teal)\s*[;}]",
    re.IGNORECASE,
)
USED = re.compile(r"var\(--r2v-([a-z-]+)")
SET_THERE = {"ratio", "tall"}


def test_no_other_file_has_a_colour() -> None:
    found = [
        f"{path.relative_to(ROOT)}: {match[0]}"
        for path in STYLED
        for match in RAW.finditer(path.read_text(encoding="utf-8"))
    ]
    assert found == []


def test_every_token_that_is_used_is_there_and_every_one_there_is_used() -> None:
    files = [path.read_text(encoding="utf-8") for path in [*STYLED, TOKENS]]
    used = {name for text in files for name in USED.findall(text)} - SET_THERE
    known = set(tokens(dark=True))
    assert used - known == set()
    quoted = {name for name in known if any(f'"{name}"' in text for text in files)}
    assert known - used - quoted == set()


@pytest.mark.parametrize("dark", [False, True])
def test_gradio_has_the_same_colours_and_none_refers_to_another(*, dark: bool) -> None:
    theme, said = build_theme(), tokens(dark=dark)
    suffix = "_dark" if dark else ""
    assert getattr(theme, f"body_background_fill{suffix}") == said["bg"]
    assert getattr(theme, f"slider_color{suffix}") == said["accent"]
    assert "var(" not in " ".join(said.values())
    assert f"--r2v-accent: {said['accent']};" in as_root_style()


def test_another_hue_changes_every_tone_of_the_accent() -> None:
    text = TOKENS.read_text(encoding="utf-8")
    assert len(re.findall(r"--r2v-hue:", text)) == 1
    for name in ("accent", "accent-soft", "glow", "fill", "fill-hover", "screen-accent"):
        written = re.findall(rf"--r2v-{name}: (.+);", text)
        assert written
        assert all("var(--r2v-hue)" in one for one in written)
