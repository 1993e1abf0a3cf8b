"""Every finding has words, in every language, and the words are filled."""

import re
import string
from pathlib import Path

import lib.forms
from lib.forms.schema import model_as_json
from lib.forms.words import LANGUAGES
from tests.forms.builders import FORM

SOURCES = "\n".join(path.read_text() for path in Path(lib.forms.__path__[0]).glob("check*.py"))


def test_every_code_has_words_in_every_language() -> None:
    codes = set(re.findall(r'code="([a-z_.]+)"', SOURCES)) | set(re.findall(r'"([a-z]+\.[a-z_]+)"', SOURCES))
    assert len(codes) > 25
    for language, words in LANGUAGES.items():
        assert codes <= set(words), language


def test_the_words_are_sentences() -> None:
    for words in LANGUAGES.values():
        for text in words.values():
            assert "!" not in text
            assert text.rstrip("}").endswith((".", "advice", "。")), text
            assert list(string.Formatter().parse(text))


def test_models_tell_a_stranger_every_limit() -> None:
    schema = {row["name"]: row for row in model_as_json(FORM)["form_schema"]}
    assert schema["prompt"]["required"] is True
    assert (schema["duration"]["minimum"], schema["duration"]["maximum"]) == (2, 15)
    assert schema["duration"]["tighter"] == [{"when": "reference_video", "maximum": 10}]
    assert schema["reference_image"]["accept"] == [".jpg", ".jpeg", ".png", ".bmp", ".webp"]
    assert schema["reference_video"]["maximum_seconds"] == 30
    assert schema["seed"]["default"] is None
    assert schema["resolution"]["choices"] == ["720P", "1080P"]
    assert all(row["description"] for row in schema.values())
