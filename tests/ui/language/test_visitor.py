"""Which language is chosen: what was asked for, then what was chosen before, then what the browser likes."""

import pytest

from lib.ui.language.visitor import page_language, preferred


@pytest.mark.parametrize(
    ("accepted", "language"),
    [
        ("", "en"),
        ("zh", "zh-CN"),
        ("zh-Hans-CN,zh;q=0.9,en;q=0.8", "zh-CN"),
        ("zh-TW", "zh-CN"),
        ("en-GB,en;q=0.9,zh-CN;q=0.8", "en"),
        ("fr-FR,fr;q=0.9", "en"),
        # The first of ours that is liked, even after others.
        ("fr,zh-CN;q=0.7,en;q=0.3", "zh-CN"),
        ("en;q=0.2, zh;q=0.9", "zh-CN"),
        ("zh;q=0", "en"),
        ("zh;q=much", "en"),
    ],
)
def test_the_browsers_language(accepted: str, language: str) -> None:
    assert preferred(accepted) == language


@pytest.mark.parametrize(
    ("parameters", "cookies", "language"),
    [
        ({}, {}, "zh-CN"),
        ({}, {"r2v-language": "en"}, "en"),
        ({"language": "zh"}, {"r2v-language": "en"}, "zh-CN"),
        ({"language": "klingon"}, {"r2v-language": "en"}, "en"),
    ],
)
def test_a_choice_wins(parameters: dict[str, str], cookies: dict[str, str], language: str) -> None:
    assert page_language(parameters, cookies, "zh-CN") == language
