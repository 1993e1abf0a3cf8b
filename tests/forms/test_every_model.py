"""What holds for every model: its own defaults pass, each limit of its table is held, and nothing else names it."""

import math
import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import chain, combinations
from pathlib import Path

import pytest

import lib
from lib.facts import Kind, MediaInfo
from lib.forms.cost import Tariff
from lib.forms.fields import Choice, Flag, MediaRule, OneFile, References, Seed, Text, Voices, WholeNumber
from lib.forms.form import ModelForm
from lib.forms.words import say
from tests.forms.fillings import (
    FORMS,
    Given,
    changed,
    errors,
    fine,
    judged,
    least,
    most,
    other_values,
    rule_of,
    with_file,
)

Value = tuple[str, object, str]
every_model = pytest.mark.parametrize("form", FORMS.values(), ids=FORMS)


def in_field(form: ModelForm, name: str) -> str:
    """Name the place of the one file of a field, as a finding does."""
    return f"{name}[0]" if isinstance(form.get(name), References | Voices) else name


@every_model
def test_names_are_the_forms_own_and_every_field_has_words_and_a_place(form: ModelForm) -> None:
    names = [row.name for row in form.fields]
    assert len(set(names)) == len(names)
    assert all(row.label and row.help and row.path for row in form.fields)
    assert form.services
    assert "sandbox" in form.services
    assert {price.region for price in form.prices} <= set(form.regions)
    resolution = form.get("resolution")
    assert isinstance(resolution, Choice)
    assert all(set(price.per_second) == set(resolution.choices) for price in form.prices)


def test_ids_and_versions_are_told_apart() -> None:
    ids = [name for form in FORMS.values() for name in (form.id, *form.versions)]
    assert len(set(ids)) == len(ids) == 9


@every_model
def test_the_defaults_pass_their_own_checks_and_so_does_everything_at_once(form: ModelForm) -> None:
    bare = judged(form, least(form))
    assert errors(bare) == []
    assert bare.order is not None
    assert dict(bare.order.values) == {
        **{row.name: form.default(row.name) for row in form.scalars()},
        "prompt": bare.order.prompt,
    }
    full = judged(form, most(form), {name: one for name, one in other_values(form).items() if name != "prompt"})
    assert errors(full) == []


def values_of(form: ModelForm) -> Iterator[Value]:
    """Give values at the edges of every field that is not a file, with the code of the error or none."""
    for row in form.scalars():
        match row:
            case Text():
                yield row.name, "x" * row.max_chars, ""
                yield row.name, "字" * (row.max_chars // row.han), ""
                yield row.name, "x" * (row.max_chars + 1), "text.too_long"
                yield row.name, "字" * (row.max_chars // row.han + 1), "text.too_long"
                yield row.name, " ", "text.empty" if row.required else ""
                yield row.name, 5, "text.not_text"
            case Choice():
                yield from ((row.name, one, "") for one in row.choices)
                yield row.name, "", "" if row.none else "choice.unknown"
                yield row.name, "5:7", "choice.unknown"
            case WholeNumber():
                yield from ((row.name, value, "") for value in (row.minimum, row.maximum, float(row.maximum)))
                yield row.name, row.maximum + 1, "number.range"
                below = row.minimum - 1
                yield row.name, below, "" if row.follows and row.follows.value == below else "number.range"
                yield row.name, 0, "" if row.follows and row.follows.value == 0 else "number.range"
                yield row.name, row.minimum + 0.5, "number.not_whole"
                yield row.name, str(row.minimum), "number.not_number"
                yield row.name, False, "number.not_number"
            case Flag():
                yield from ((row.name, value, "") for value in (True, False))
                yield row.name, 1, "flag.not_flag"
            case Seed():
                yield from ((row.name, value, "") for value in (None, row.minimum, row.maximum))
                yield from ((row.name, value, "number.range") for value in (row.minimum - 1, row.maximum + 1))


VALUES = [
    pytest.param(form, case, id=f"{form.id}-{case[0]}-{str(case[1])[:9]}-{len(str(case[1]))}")
    for form in FORMS.values()
    for case in values_of(form)
]


@pytest.mark.parametrize(("form", "case"), VALUES)
def test_a_value_at_its_edges(form: ModelForm, case: Value) -> None:
    name, value, code = case
    checked = judged(form, least(form), {name: value})
    assert errors(checked) == ([(name, code)] if code else [])
    assert all(say(one, form) for one in checked.findings)


def files_of(rule: MediaRule) -> Iterator[tuple[str, MediaInfo, str]]:
    """Give the facts of files at the edges of a rule, with the code of the error or none."""
    good = fine(rule)
    yield from ((one, replace(good, format=one), "") for one in rule.formats)
    yield "another format", replace(good, format="tiff" if rule.kind is Kind.PICTURE else "avi"), "media.format"
    other = Kind.CLIP if rule.kind is not Kind.CLIP else Kind.SOUND
    yield "another kind", replace(good, kind=other, format="mp4"), "media.kind"
    yield "largest", replace(good, size_bytes=rule.max_bytes), ""
    yield "too large", replace(good, size_bytes=rule.max_bytes + 1), "media.bytes"
    yield from _sides(rule, good)
    if rule.seconds is not None:
        for seconds, code in ((rule.seconds.minimum, ""), (rule.seconds.maximum, "")):
            yield f"{seconds:g} s", replace(good, seconds=seconds), code
        for seconds in (rule.seconds.minimum - 0.1, rule.seconds.maximum + 0.1):
            yield f"{seconds:g} s", replace(good, seconds=seconds), "media.seconds"
    if rule.kind is Kind.PICTURE:
        clear = replace(good, format="png", has_alpha=True)
        yield "transparent", clear, "" if rule.alpha else "media.alpha"


def _sides(rule: MediaRule, good: MediaInfo) -> Iterator[tuple[str, MediaInfo, str]]:
    if rule.sides is not None:
        low, high = int(rule.sides.minimum), rule.sides.maximum
        yield f"{low} px", replace(good, width=low, height=low), ""
        yield f"{low - 1} px", replace(good, width=low - 1, height=low), "media.sides"
        if not math.isinf(high):
            yield f"{high:g} px", replace(good, width=int(high), height=int(high)), ""
            yield f"{high + 1:g} px", replace(good, width=int(high), height=int(high) + 1), "media.sides"
    if rule.widest is not None:
        wide = int(240 * rule.widest)
        yield "widest", replace(good, width=wide, height=240), ""
        yield "too wide", replace(good, width=wide + 1, height=240), "media.aspect"
        yield "tallest", replace(good, width=240, height=wide), ""


FILES = [
    pytest.param(form, row.name, info, code, id=f"{form.id}-{row.name}-{label}")
    for form in FORMS.values()
    for row in form.fields
    if isinstance(row, References | Voices | OneFile)
    for label, info, code in files_of(row.rule)
]


@pytest.mark.parametrize(("form", "name", "info", "code"), FILES)
def test_a_file_at_its_edges(form: ModelForm, name: str, info: MediaInfo, code: str) -> None:
    longest = form.get("duration")
    assert isinstance(longest, WholeNumber)
    values = {"duration": longest.maximum if not longest.tighter else longest.tighter[0].maximum}
    checked = judged(form, changed(form, name, info), values)
    assert errors(checked) == ([(in_field(form, name), code)] if code else [])


@every_model
def test_the_number_of_references_is_held(form: ModelForm) -> None:
    count = form.references
    if count is None:
        assert list(form.lists()) == []
        return
    name = count.lists[0]
    row = form.get(name)
    assert isinstance(row, References)
    others = [given for given in least(form) if given[0] not in count.lists]
    one = (name, fine(row.rule), None)
    assert errors(judged(form, [*others, *[one] * count.maximum])) == []
    too_many = [(f"{name}[{count.maximum}]", "references.too_many")]
    assert errors(judged(form, [*others, *[one] * (count.maximum + 1)])) == too_many
    if count.minimum:
        assert errors(judged(form, [*others, *[one] * count.minimum])) == []
        assert errors(judged(form, others)) == [(name, "references.none")]


@every_model
def test_only_the_permitted_sets_of_files_go_together(form: ModelForm) -> None:
    if not form.permitted_sets:
        return
    names = [row.name for row in form.singles()]
    permitted = {frozenset(one) for one in form.permitted_sets}
    sets = [set(one) for size in range(len(names) + 1) for one in combinations(names, size)]
    taken = 0
    for given in sets:
        files = [one for one in chain.from_iterable(with_file(form, name) for name in given) if one[0] in given]
        unique = list({one[0]: one for one in files}.values())
        checked = judged(form, unique)
        found = [code for _, code in errors(checked)]
        assert found == ([] if given in permitted else ["sets.together" if given else "sets.none"]), given
        for finding in checked.findings:
            assert all(row.label.lower() in say(finding, form) for row in form.singles())
        taken += not found
    assert taken == len(form.permitted_sets) == 6


@every_model
def test_a_required_file_that_is_not_there_is_named(form: ModelForm) -> None:
    for row in form.singles():
        if row.required:
            rest = [given for given in least(form) if given[0] != row.name]
            assert errors(judged(form, rest)) == [(row.name, "file.none")]


@every_model
def test_only_a_service_that_offers_the_model_is_taken(form: ModelForm) -> None:
    for service in ("sandbox", "dashscope", "modelstream"):
        checked = judged(form, least(form), tariff=Tariff(service=service))
        refused = [] if service in form.services else [("model", "model.not_offered")]
        assert errors(checked) == refused


@every_model
def test_a_second_has_its_price_in_each_region_that_has_one(form: ModelForm) -> None:
    for price in form.prices:
        for resolution, amount in price.per_second.items():
            tariff = Tariff(service=price.service, region=price.region)
            given = [one for one in least(form) if form.clip_billing is None or one[0] not in form.clip_billing.lists]
            cost = judged(form, given, {"resolution": resolution, "duration": 5}, tariff).cost
            assert cost.low == cost.high == pytest.approx(5 * amount, abs=0.005)


def test_the_clip_of_an_edit_is_billed_beside_the_video() -> None:
    form, beijing = FORMS["wan2.7-videoedit"], Tariff(service="dashscope", region="cn-beijing")
    clip: list[Given] = [("video", replace(fine(rule_of(form, "video")), seconds=8.0), None)]
    whole = judged(form, clip, {"resolution": "720P"}, beijing).cost
    assert (whole.low, whole.high) == (9.6, 9.6)
    part = judged(form, clip, {"resolution": "720P", "duration": 3}, beijing).cost
    assert (part.low, part.high) == (3.6, 6.6)
    assert judged(form, [], {"resolution": "720P"}, beijing).cost.low is None


def test_no_file_but_its_own_names_a_model() -> None:
    """But for the one with which a page starts, and the stand-in, which is written apart on purpose."""
    root = Path(lib.__path__[0])
    ids = [name for form in FORMS.values() for name in (form.id, *form.versions) if form.id != "wan2.7-r2v"]
    words = re.compile(
        "|".join(re.escape(one) for one in [*ids, "happyhorse", "videoedit", "-i2v", "-t2v"]), re.IGNORECASE
    )
    for path in root.rglob("*.py"):
        if path.parent.name != "models" and "sandbox" not in path.parts:
            code = "\n".join(line.split("#")[0] for line in path.read_text(encoding="utf-8").split("\n"))
            code = re.sub(r'""".*?"""', "", code, flags=re.DOTALL)
            assert words.search(code) is None, path
