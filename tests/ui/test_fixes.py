"""A repair is offered by the rule of the file, of whichever model."""

import pytest

from lib.facts import MediaInfo
from lib.forms.check import check
from lib.forms.cost import Tariff
from lib.forms.fields import OneFile, References, Voices
from lib.forms.form import ModelForm
from lib.ui.fixes import FIX_WORDS, limits_of, with_fixes
from tests.forms.fillings import FORMS, changed, draft_of
from tests.forms.test_every_model import files_of

CASES = [
    pytest.param(form, row.name, info, id=f"{form.id}-{row.name}-{label}")
    for form in FORMS.values()
    for row in form.fields
    if isinstance(row, References | Voices | OneFile)
    for label, info, code in files_of(row.rule)
    if code
]


@pytest.mark.parametrize(("form", "name", "info"), CASES)
def test_every_breach_of_a_rule_has_a_repair_with_words_or_none(form: ModelForm, name: str, info: MediaInfo) -> None:
    draft, facts = draft_of(form, changed(form, name, info))
    checked = with_fixes(check(draft, form, facts, Tariff(service="sandbox")), draft, form, facts)
    errors = [one for one in checked.findings if one.severity == "error"]
    assert errors
    assert all(one.fix is None or one.fix in FIX_WORDS for one in errors)


def test_a_side_without_a_maximum_has_none_for_the_repair() -> None:
    row = next(FORMS["happyhorse-1.1-r2v"].lists())
    limits = limits_of(row.rule)
    assert (limits.minimum_side, limits.maximum_side, limits.widest, limits.alpha) == (400, None, None, True)
