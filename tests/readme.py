"""The README's tables, written from the forms: `python -m tests.readme` writes them, `--check` compares."""

import re
import sys
from pathlib import Path

from lib.forms.catalog import Catalog, load_catalog
from lib.forms.tables import limits_table, price_table

README = Path(__file__).parents[1] / "README.md"
BEGIN, END = "<!-- begin: {name} -->", "<!-- end: {name} -->"


def written(text: str, catalog: Catalog) -> str:
    """Give a text with every table between its marks. Raises ValueError where a mark is missing."""
    for name, table in (("limits", limits_table(catalog)), ("prices", price_table(catalog))):
        begin, end = BEGIN.format(name=name), END.format(name=name)
        pattern = re.compile(f"{re.escape(begin)}.*?{re.escape(end)}", re.DOTALL)
        if not pattern.search(text):
            raise ValueError(f"the marks of the table {name!r} are missing")
        before, after = pattern.split(text, maxsplit=1)
        text = f"{before}{begin}\n\n{table}\n\n{end}{after}"
    return text


def main(arguments: list[str]) -> int:
    """Write the README's tables, or with `--check` say whether they are as written; give the exit code."""
    text = README.read_text(encoding="utf-8")
    new = written(text, load_catalog())
    if "--check" not in arguments:
        README.write_text(new, encoding="utf-8")
        return 0
    if new != text:
        print("The README's tables are not what the forms say: run `make docs`.", file=sys.stderr)  # noqa: T201 - a command's words
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
