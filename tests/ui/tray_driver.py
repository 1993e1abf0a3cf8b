"""How a test uses the trays: brings files to them, looks at the cards, and asks the page what Python saw."""

import base64
from pathlib import Path
from typing import Any

import requests
from playwright.sync_api import Locator, Page, expect

CARDS = "#references .r2v-ref"
INPUT = "#references input[type=file]"
Card = dict[str, Any]


class Trays:
    """The running page, from outside."""

    def __init__(self, address: str) -> None:
        self.address = address.rstrip("/")

    @property
    def changes(self) -> list[list[Card]]:
        """Each value that came with `change`, the latest last."""
        return self._seen("changes")

    @property
    def inputs(self) -> list[list[Card]]:
        """Each value that came with `input`, the latest last."""
        return self._seen("inputs")

    def forget(self) -> None:
        requests.post(f"{self.address}/forget", timeout=10).raise_for_status()

    def store(self, cards: list[Card]) -> None:
        """Say what Restore shall bring."""
        requests.post(f"{self.address}/store", json=cards, timeout=10).raise_for_status()

    def _seen(self, what: str) -> list[list[Card]]:
        values: list[list[Card]] = requests.get(f"{self.address}/seen", timeout=10).json()[what]
        return values


def bring(page: Page, *paths: Path) -> None:
    """Choose files and wait until the server has judged them."""
    before = page.locator(CARDS).count()
    page.set_input_files(INPUT, list(paths))
    expect(page.locator(CARDS)).to_have_count(before + len(paths))
    judged = page.locator("#references .r2v-ref[data-verdict=ok], #references .r2v-ref[data-verdict=error]")
    expect(judged).to_have_count(before + len(paths))


def names_shown(page: Page) -> list[str]:
    labels = page.locator("#references .r2v-ref-body").evaluate_all("all => all.map(a => a.ariaLabel)")
    return [label.split(", ", 1)[1] for label in labels]


def expect_seen(page: Page, *names: str) -> None:
    """Wait until a Python event has seen these names, in this order."""
    expect(page.locator("#seen textarea")).to_have_value(", ".join(names))


def card(page: Page, number: int) -> Locator:
    return page.locator(CARDS).nth(number - 1)


def centre(locator: Locator) -> tuple[float, float]:
    box = locator.bounding_box()
    assert box is not None
    return box["x"] + box["width"] / 2, box["y"] + 40


def carry(page: Page, path: Path, kind: str, event: str, target: str) -> None:
    """Dispatch a drop or a paste of a file at an element, as the browser would."""
    content = base64.b64encode(path.read_bytes()).decode()
    page.eval_on_selector(
        target,
        """(target, [content, name, type, event]) => {
            const bytes = Uint8Array.from(atob(content), (letter) => letter.charCodeAt(0));
            const data = new DataTransfer();
            data.items.add(new File([bytes], name, { type }));
            const options = { bubbles: true, cancelable: true };
            target.dispatchEvent(event === 'paste'
              ? new ClipboardEvent(event, { ...options, clipboardData: data })
              : new DragEvent(event, { ...options, dataTransfer: data }));
        }""",
        [content, path.name, kind, event],
    )
