"""The tables of the docs, written from the code's own: `python -m tests.readme` writes them, `--check` compares."""

import re
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path

from lib.forms.catalog import load_catalog
from lib.forms.tables import limits_table, model_sections, models_table, price_table
from lib.providers.dashscope_errors import CODES
from lib.providers.modelstream_profile import MODELSTREAM
from lib.providers.unconfirmed import unconfirmed_table
from tests.bench.report import read, short_table

ROOT = Path(__file__).parents[1]
README, REFERENCE = ROOT / "README.md", ROOT / "REFERENCE.md"
BEGIN, END = "<!-- begin: {name} -->", "<!-- end: {name} -->"


def tables() -> dict[Path, dict[str, str]]:
    """Give every table by its file and the name of its marks."""
    catalog = load_catalog()
    return {
        README: {
            "models": models_table(catalog),
            "limits": limits_table(catalog.default),
            "unconfirmed": unconfirmed_table(MODELSTREAM),
            "measured": short_table(read()),
        },
        REFERENCE: {
            "models": models_table(catalog),
            "limits": model_sections(catalog),
            "prices": price_table(catalog),
            "errors": "\n".join(_errors()),
        },
    }


def written(text: str, named: Mapping[str, str]) -> str:
    """Give a text with every table between its marks. Raises ValueError where a mark is missing."""
    for name, table in named.items():
        begin, end = BEGIN.format(name=name), END.format(name=name)
        pattern = re.compile(f"{re.escape(begin)}.*?{re.escape(end)}", re.DOTALL)
        if not pattern.search(text):
            raise ValueError(f"the marks of the table {name!r} are missing")
        before, after = pattern.split(text, maxsplit=1)
        text = f"{before}{begin}\n\n{table}\n\n{end}{after}"
    return text


def _errors() -> Iterator[str]:
    yield "| code | what happened | what to do | trying again |"
    yield "|---|---|---|---|"
    for code, row in CODES.items():
        words = (text.replace("{host}", "the service") for text in (row.sentence, row.advice))
        said, advice = (f"{text[:1].upper()}{text[1:]}" for text in words)
        yield f"| `{code}` | {said} | {advice} | {'helps' if row.retryable else ''} |"


def main(arguments: list[str]) -> int:
    """Write the tables, or with `--check` say whether they are as written; give the exit code."""
    for path, named in tables().items():
        text = path.read_text(encoding="utf-8")
        new = written(text, named)
        if "--check" not in arguments:
            path.write_text(new, encoding="utf-8")
        elif new != text:
            print(f"The tables of {path.name} are not what the code says: run `make docs`.", file=sys.stderr)  # noqa: T201 - a command's words
            return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
