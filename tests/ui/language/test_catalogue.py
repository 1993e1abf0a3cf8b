"""Every sentence that the code can say has its Chinese, and every Chinese sentence is one that the code can say."""

import re
from importlib import import_module

import pytest

from lib.ui.language.chinese import FOLDER, read_catalogue
from lib.ui.language.template import places
from tests.programs import ROOT
from tests.ui.language.sentences import SENTENCE, modules, said_by_python, said_by_script, shape

LEFT_IN_ENGLISH = {
    line
    for line in (ROOT / "tests/ui/language/english.txt").read_text(encoding="utf-8").splitlines()
    if line and not line.startswith("# ")
}
KNOWN = {shape(one.english) for one in read_catalogue()}
# Scripts that draw on their own have their words as a table of both languages.
TABLES = sorted(path.stem for path in (ROOT / "lib/ui").glob("*_words.py") if path.stem != "api_words")
SCRIPTS = sorted((ROOT / "assets").rglob("*.js"))


def parts(sentence: str) -> list[str]:
    """Cut what the code puts together of sentences of its own and of others'."""
    return [part for part in (one.strip() for one in SENTENCE.split(shape(sentence))) if re.search("[A-Za-z]", part)]


def is_known(sentence: str) -> bool:
    return shape(sentence) in KNOWN or (bool(parts(sentence)) and all(part in KNOWN for part in parts(sentence)))


def test_no_sentence_is_missing() -> None:
    missing = [
        f"{path.relative_to(ROOT)}: {said}"
        for path in modules()
        if path.stem not in TABLES
        for said in said_by_python(path)
        if not is_known(said) and shape(said) not in LEFT_IN_ENGLISH
    ]
    missing += [f"{path.name}: {said}" for path in SCRIPTS for said in said_by_script(path) if shape(said) not in KNOWN]
    assert missing == [], f"add them to a file of {FOLDER.relative_to(ROOT)}"


@pytest.mark.parametrize("table", TABLES)
def test_a_scripts_own_table_says_the_same_in_both_languages(table: str) -> None:
    languages = import_module(f"lib.ui.{table}").LANGUAGES
    english, chinese = languages["en"], languages["zh"]
    assert {key: places(text) for key, text in english.items()} == {key: places(text) for key, text in chinese.items()}
    assert [key for key, text in english.items() if text and not chinese[key]] == []


def test_no_sentence_is_left_over() -> None:
    said = {shape(one) for path in modules(quiet=True) for one in said_by_python(path, every=True)}
    said |= {part for one in said for part in parts(one)}
    said |= {shape(one) for path in SCRIPTS for one in said_by_script(path)}
    composed = {shape(one.english) for one in read_catalogue("values.toml")}
    assert sorted(KNOWN - said - composed) == [], "nothing says them any more"


def test_nothing_left_in_english_is_translated_or_gone() -> None:
    said = {shape(one) for path in modules() for one in said_by_python(path)}
    assert sorted(one for one in LEFT_IN_ENGLISH if one in KNOWN or one not in said) == []
