"""`python -m tests.showcase.early` writes the form that stands before Gradio has begun, from Gradio's own page.

It is the same page without what only a running one has: in `assets/early`, one file for each language. After a change
of the form's top level, or of Gradio, make it anew; `tests/journeys/test_early.py` tells when it has become another.
"""

import re
import sys
import tempfile
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

from lib.ui.delivery.early import FOLDER
from lib.ui.language.visitor import CHINESE, ENGLISH
from tests.conftest import ARGUMENTS
from tests.ensure_browser import browser_path
from tests.programs import Program, start_app

# What is left out, and what is only looked at: it can't be focused, and a screen reader passes it by.
TAKEN = Path(__file__).with_suffix(".js")


def taken(browser: Browser, app: Program, language: str) -> str:
    """Give the form of a page in a language that nobody has touched."""
    context = browser.new_context(viewport={"width": 1280, "height": 800}, locale=language, color_scheme="light")
    page = context.new_page()
    page.goto(app.address)
    page.wait_for_selector("#generate:enabled")
    page.wait_for_function("() => localStorage.getItem('r2v-visitor')")
    page.wait_for_selector("#prompt .r2v-mirror", state="attached")
    html = str(page.evaluate(TAKEN.read_text(encoding="utf-8")))
    context.close()
    return re.sub(r"\s*\n\s*", "\n", html).strip() + "\n"


def main() -> None:
    """Write both."""
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright, start_app(Path(folder)) as app:
        browser = playwright.chromium.launch(executable_path=browser_path(), args=list(ARGUMENTS))
        for language in (ENGLISH, CHINESE):
            (FOLDER / f"{language}.html").write_text(taken(browser, app, language), encoding="utf-8")
        browser.close()
    sys.stdout.write(f"written to {FOLDER}\n")


if __name__ == "__main__":
    main()
