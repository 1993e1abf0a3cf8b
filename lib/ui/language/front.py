"""The page in its visitor's language: what Gradio's settings say, and the script that carries the choice of it."""

import json
import re
from functools import cache
from pathlib import Path

from lib.ui.language.chinese import Chinese, chinese, read_catalogue
from lib.ui.language.spoken import component
from lib.ui.language.visitor import CHINESE, COOKIE, HEADER

ASSETS = Path(__file__).parents[3] / "assets"
_SAID = re.compile(r"""\bsay\(\s*(['"])(.+?)\1""")


def spoken_settings(text: str, language: str) -> str:
    """Give Gradio's settings of the page with every component's words in a language."""
    if language != CHINESE:
        return text
    words, settings = chinese(), json.loads(text)
    for one in settings.get("components", []):
        one["props"].update(component(one["props"], words, one["type"]))
    return json.dumps(settings, ensure_ascii=False, separators=(",", ":"))


def language_script(language: str) -> str:
    """Give the script that comes before Gradio's own: plain templates, and the words that scripts say by themselves."""
    words = _page_words() if language == CHINESE else {}
    told = {"language": language, "words": words, "cookie": COOKIE, "header": HEADER}
    plain, script = ((ASSETS / name).read_text(encoding="utf-8") for name in ("plain.js", "language.js"))
    return f"window.r2vPage = {json.dumps(told, ensure_ascii=False)};\n{plain}\n{script}"


def script_words(words: Chinese) -> dict[str, str]:
    """Give the Chinese of what the browser says by itself: `say('…')` in the scripts, and the models' own words."""
    said = {sentence for file in sorted(ASSETS.rglob("*.js")) for sentence in said_in(file.read_text(encoding="utf-8"))}
    models = {one.english: one.chinese for one in read_catalogue("forms.toml")}
    return {**models, **{sentence: words.template(sentence) for sentence in sorted(said)}}


def said_in(script: str) -> list[str]:
    """Give the sentences of a script."""
    return [found[2] for found in _SAID.finditer(script)]


@cache
def _page_words() -> dict[str, str]:
    """Give the words, read once: a page is asked for more often than the scripts change."""
    return script_words(chinese())
