"""Real files and forms at every limit, each with exactly the findings that it must get."""

import pytest

from lib.forms.cost import Tariff
from lib.forms.words import LANGUAGES, say
from tests.check import clips, counts, first_frame, names, numbers, once_wrong, pictures, prompts, siblings, voices
from tests.check.shelf import CATALOG, Shelf
from tests.check.table import Row

SUBJECTS = (pictures, clips, voices, first_frame, counts, prompts, numbers, names, once_wrong, siblings)
TABLE = {f"{subject.__name__.rpartition('.')[2]}: {row.name}": row for subject in SUBJECTS for row in subject.ROWS}


@pytest.mark.parametrize("row", TABLE.values(), ids=TABLE.keys())
def test_a_form_gets_exactly_the_expected_findings(row: Row, shelf: Shelf) -> None:
    checked = shelf.judge(shelf.draft(row), Tariff(service=row.service, region=row.region))
    assert [f"{one.field} {one.severity} {one.code}" for one in checked.findings] == list(row.expected)
    assert checked.ok == (not any(" error " in line for line in row.expected))
    assert all(say(one, CATALOG.forms[row.model]) for one in checked.findings)


def test_the_table_is_not_small() -> None:
    assert len(TABLE) >= 150
    assert len(TABLE) == sum(len(subject.ROWS) for subject in SUBJECTS)


def test_every_code_is_met() -> None:
    """All but the model's, asked for before the form, a length that no maker here can leave out, and others' to judge.

    A gateway's are met by its own tests, the budget's, which is no part of a form, by `tests/app/test_money.py`, and
    what breaks a decoder by `tests/media/test_apart.py`.
    """
    met = {line.rpartition(" ")[2] for row in TABLE.values() for line in row.expected}
    ours = {code for code in LANGUAGES["en"] if not code.startswith(("gateway.", "budget."))}
    assert ours - met == {"model.unknown", "media.no_length", "media.unreadable"}
