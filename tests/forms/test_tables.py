"""The README's tables say what the forms say."""

import pytest

from lib.forms.catalog import load_catalog
from lib.forms.tables import limits_table
from tests.readme import README, written


def test_the_readme_is_as_the_forms_write_it() -> None:
    text = README.read_text(encoding="utf-8")
    assert written(text, load_catalog()) == text, "run `make docs`"


def test_a_limit_that_changes_shows() -> None:
    table = limits_table(load_catalog())
    assert "| `duration` | `5` | 2 to 15 s; at most 10 with a reference_video. |" in table
    assert "each side 240 to 8000 px" in table


def test_a_missing_mark_is_told() -> None:
    with pytest.raises(ValueError, match="limits"):
        written("no marks", load_catalog())
