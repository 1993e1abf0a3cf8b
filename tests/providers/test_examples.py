"""Examples as text: whatever stands in a prompt or a name stays text, in each language, and the key is never in it."""

import ast
import json
import subprocess
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lib.errors import InputError
from lib.forms.draft import Order, OrderItem
from lib.forms.form import ModelForm
from lib.providers.dashscope_body import build_body
from lib.providers.example_values import json_in_shell, local_files, quoted, shell_word
from lib.providers.examples import LANGUAGES, request_example
from tests.forms.fillings import FORMS
from tests.providers.example_runs import NODE
from tests.providers.orders import FORM, file, order
from tests.providers.test_sibling_bodies import CASES, form_of, order_of

ADDRESS = "https://dashscope-intl.aliyuncs.com/api/v1"
# Every character there is, half surrogate pairs included, and those that a language could trip over more often.
TEXTS = st.text(st.one_of(st.characters(), st.sampled_from("'\"`$\\!@{}%#;&|<>\n\r\t\x00\x1b\u2028\u202e茶🙂")))
SLOW = settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.too_slow])
MANY = st.lists(TEXTS, min_size=40, max_size=120)


def encodable(text: str) -> str:
    return text.encode("utf-8", "replace").decode()


@given(TEXTS)
def test_a_literal_is_read_back_by_python_and_json(text: str) -> None:
    assert ast.literal_eval(quoted(text)) == json.loads(quoted(text)) == encodable(text)
    assert json.loads(json_in_shell(text)) == encodable(text)


@given(TEXTS)
def test_nothing_unseen_stays_in_a_literal(text: str) -> None:
    written = quoted(text) + json_in_shell(text) + shell_word(text.replace("\0", ""))
    assert not set(written) & {"\n", "\r", "\x00", "\x1b", "\x7f", "\x9b", "\u2028", "\u202e", "\u2066"}
    assert "'" not in json_in_shell(text)


@SLOW
@given(MANY)
def test_a_literal_is_read_back_by_node(texts: list[str]) -> None:
    script = f"process.stdout.write(JSON.stringify([{', '.join(map(quoted, texts))}]))"
    ran = subprocess.run([NODE], input=script.encode(), capture_output=True, check=True, timeout=60)
    assert json.loads(ran.stdout) == [encodable(text) for text in texts]


@SLOW
@given(MANY)
def test_a_word_is_read_back_by_bash(texts: list[str]) -> None:
    words = [encodable(text).replace("\0", "") for text in texts]
    script = f"printf '%s\\0' {' '.join(map(shell_word, words))}"
    ran = subprocess.run(["bash"], input=script.encode(), capture_output=True, check=True, timeout=60)
    assert ran.stdout.decode().split("\0")[:-1] == words


@given(prompt=TEXTS, name=TEXTS.filter(lambda name: name not in ("", ".", "..")))
def test_the_python_example_holds_the_body_whatever_is_in_it(prompt: str, name: str) -> None:
    made = order(OrderItem(field="reference_image", file=replace(file("a"), name=name)), prompt=prompt)
    body = assigned(request_example(FORM, made, "dashscope", ADDRESS, "python"), "body")
    (local,) = local_files(made).values()
    expected = build_body(FORM, made, {"a" * 64: str(local)})
    expected["input"]["prompt"] = encodable(prompt)
    assert body == expected


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("service", ["sandbox", "dashscope", "modelstream"])
@pytest.mark.parametrize("name", CASES)
def test_every_model_has_an_example_in_every_language(name: str, service: str, language: str) -> None:
    made = order_of(name)
    text = request_example(form_of(made.model), made, service, ADDRESS, language)
    if language != "dashscope" or service != "modelstream":
        assert all(one.name in text for one in made.files())
        assert made.model in text
        assert ("MODELSTREAM_API_KEY" if service == "modelstream" else "DASHSCOPE_API_KEY") in text
    assert "@" not in text.replace("@-", "").replace('"$@"', "")


@pytest.mark.parametrize("name", CASES)
def test_the_body_is_the_apps_own(name: str) -> None:
    made = order_of(name)
    form = form_of(made.model)
    text = request_example(form, made, "dashscope", ADDRESS, "python")
    assert assigned(text, "body") == build_body(form, made, {one.sha256: one.name for one in made.files()})


def test_two_files_of_one_name_get_two_names() -> None:
    shared = ["photo.png"] * 3 + ["photo (2).png", "photo", "photo"]
    files = [replace(file(letter), name=name) for letter, name in zip("abcdef", shared, strict=True)]
    made = order(*(OrderItem(field="reference_image", file=one) for one in files))
    names = [str(one) for one in local_files(made).values()]
    assert names == ["photo.png", "photo (2).png", "photo (3).png", "photo (2) (2).png", "photo", "photo (2)"]


def test_a_name_that_looks_like_the_end_of_the_script_does_not_end_it() -> None:
    made = order(OrderItem(field="reference_image", file=replace(file("a"), name="EXAMPLE")), prompt="EXAMPLE")
    lines = request_example(FORM, made, "dashscope", ADDRESS, "curl").splitlines()
    assert [number for number, line in enumerate(lines) if line == "EXAMPLE"] == [len(lines) - 1]


def test_a_model_that_the_sdk_has_no_arguments_for_is_told() -> None:
    base = FORMS["wan2.7-t2v"]
    odd = replace(base.fields[0], name="mood", path=("input", "mood"))
    form = ModelForm(id="own", title="", summary="", fields=(*base.fields, odd))
    made = Order(model="own", values={**order_of("wan2.7-t2v-least").values, "mood": "calm"}, media=())
    assert request_example(form, made, "dashscope", ADDRESS, "dashscope") == (
        "# The official SDK has no arguments for all that own takes. Take another language.\n"
    )
    assert '"mood": "calm"' in request_example(form, made, "dashscope", ADDRESS, "python")


def test_an_unknown_language_is_told() -> None:
    with pytest.raises(InputError) as raised:
        request_example(FORM, order(), "dashscope", ADDRESS, "perl")
    assert raised.value.failure.field == "language"
    assert all(name in raised.value.failure.advice for name in LANGUAGES)


def assigned(text: str, name: str) -> Any:
    """Evaluate what an example assigns to a name, with a file's name for its link; nothing else of it runs."""
    for statement in ast.parse(text).body:
        if isinstance(statement, ast.Assign) and ast.unparse(statement.targets[0]) == name:
            code = compile(ast.Expression(statement.value), "example", "eval")
            return eval(code, {"__builtins__": {}, "upload": lambda file: file})  # noqa: S307 - a test of our own text
    raise AssertionError(f"{name} is not assigned")
