"""English is recognised by the sentence that made it: values, several sentences, and what is nobody's language."""

import pytest

from lib.ui.language.chinese import Chinese, read_catalogue
from lib.ui.language.marks import Kept, Verbatim
from lib.ui.language.spoken import component, markup, outputs
from lib.ui.language.template import NUMERIC, Template, places
from tests.programs import ROOT

PAIRS = {
    "Ready": "可以生成",
    "Image {n_number}": "图{n_number}",
    "{label} is {found} s long; {maximum} s at most.": "{label} 长 {found} 秒，最多 {maximum} 秒。",
    "{label} is {found}.": "{label} 是 {found}。",
    "Trim it.": "请裁剪。",
    "{host} says no.": "{host} 拒绝了请求。",
    "It says: {said}": "原文：{said}",
    "Check the key.": "请检查密钥。",
    "{n_from} to {n_to}": "{n_from} 至 {n_to}",
    "{label} in line": "{label} 在排队",
    "the sandbox": "沙盒",
}
WORDS = Chinese(Template(english=english, chinese=chinese) for english, chinese in PAIRS.items())


@pytest.mark.parametrize(
    ("english", "chinese"),
    [
        ("Ready", "可以生成"),
        # A value is said in Chinese too, and of two sentences that fit the one with more of its own words is meant.
        ("Image 2 is 38 s long; 30 s at most.", "图2 长 38 秒，最多 30 秒。"),
        ("Image 2 is blue.", "图2 是 blue。"),
        # A message and its advice; what a service said is quoted as it is, and ends where a known sentence begins.
        ("Image 1 is 3 s long; 2 s at most. Trim it.", "图1 长 3 秒，最多 2 秒。请裁剪。"),
        (
            "a.example says no. It says: Bad. Very bad. Check the key.",
            "a.example 拒绝了请求。原文：Bad. Very bad.请检查密钥。",
        ),
        ("Ready · Image 3", "可以生成 · 图3"),
        ("the sandbox is Image 1, the sandbox.", "沙盒 是 图1、沙盒。"),
        # Half of it would be a muddle.
        ("Trim it. Nobody has translated this.", "Trim it. Nobody has translated this."),
        ("Nobody has translated this.", "Nobody has translated this."),
        # What people write is not cut to pieces, and a number's place takes a number only.
        ("Image 1 is Image 2 and a cup of tea.", "图1 是 Image 2 and a cup of tea。"),
        ("Paris to London", "Paris to London"),
        ("3 to 4.5", "3 至 4.5"),
        ("Image 1 in line · Ready", "图1 在排队 · 可以生成"),
        ("16:9", "16:9"),
        ("", ""),
    ],
)
def test_text(english: str, chinese: str) -> None:
    assert WORDS.of(english) == chinese


def test_what_is_no_words_is_left_alone() -> None:
    given = [
        "Ready",
        {
            "line": "Ready",
            "src": "Ready",
            "items": [{"said": "Trim it.", "id": "Ready"}],
            "prompt": Verbatim("Ready"),
        },
        Kept(prompt="Ready"),
        {"__type__": "update", "value": "Ready", "label": "Ready", "choices": [("Ready", "Ready")]},
        3,
    ]
    assert outputs(given, WORDS) == [
        "Ready",
        {"line": "可以生成", "src": "Ready", "items": [{"said": "请裁剪。", "id": "Ready"}], "prompt": "Ready"},
        {"prompt": "Ready"},
        {"__type__": "update", "value": "Ready", "label": "可以生成", "choices": [("可以生成", "Ready")]},
        3,
    ]


def test_a_button_says_its_value_and_a_box_holds_it() -> None:
    assert component({"value": "Ready"}, WORDS, "button") == {"value": "可以生成"}
    assert component({"value": "Ready"}, WORDS, "textbox") == {}


def test_markup() -> None:
    template = '<p title="Trim it." class="Ready">\n  Ready\n</p>{{#if value.Ready}}<b>{{value.Ready}}</b>{{/if}}'
    assert markup(template, WORDS) == (
        '<p title="请裁剪。" class="Ready">\n  可以生成\n</p>{{#if value.Ready}}<b>{{value.Ready}}</b>{{/if}}'
    )


def test_every_sentence_of_the_catalogue_is_recognised_as_itself() -> None:
    catalogue = read_catalogue()
    words = Chinese(catalogue)
    for one in catalogue:
        numbered = enumerate(sorted(places(one.english)))
        values = {name: str(number) if name.startswith(NUMERIC) else f"⟨{name}⟩" for number, name in numbered}
        english = one.english
        for name, value in values.items():
            english = english.replace(f"{{{name}}}", value)
        assert words.of(english) == one.filled(values), one.english


def test_both_sides_of_a_sentence_have_the_same_places() -> None:
    differing = [one.english for one in read_catalogue() if places(one.english) != places(one.chinese)]
    assert differing == []


def test_what_a_person_reads_at_every_fault_is_read_in_chinese() -> None:
    """The table holds what jobs said and their records keep: messages with their advice, a service's text within."""
    rows = (ROOT / "tests/jobs/faults.md").read_text(encoding="utf-8").splitlines()
    read = {row.split("|")[-2].strip() for row in rows if row.startswith("|")} - {"---", "read"}
    words = Chinese(read_catalogue())
    sentences = {text for text in read if " " in text and text.endswith(".")}
    assert len(sentences) > 10
    assert [text for text in sentences if words.of(text) == text] == []
