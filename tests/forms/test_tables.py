"""The tables of the docs say what the code says."""

from pathlib import Path

import pytest

from lib.forms.catalog import load_catalog
from lib.forms.tables import limits_table, model_sections, models_table
from tests.readme import tables, written


@pytest.mark.parametrize(("path", "named"), tables().items(), ids=[path.name for path in tables()])
def test_the_docs_are_as_the_code_writes_them(path: Path, named: dict[str, str]) -> None:
    text = path.read_text(encoding="utf-8")
    assert written(text, named) == text, "run `make docs`"


def test_a_limit_that_changes_shows() -> None:
    table = limits_table(load_catalog().default)
    assert "| `duration` | `5` | 2 to 15 s; at most 10 with a reference_video. |" in table
    assert "each side 240 to 8000 px" in table


def test_every_model_has_its_line_and_its_section() -> None:
    catalog = load_catalog()
    for form in catalog:
        assert f"| `{form.id}` |" in models_table(catalog)
        assert f"### `{form.id}`" in model_sections(catalog)


def test_a_missing_mark_is_told() -> None:
    with pytest.raises(ValueError, match="limits"):
        written("no marks", {"limits": "a table"})
