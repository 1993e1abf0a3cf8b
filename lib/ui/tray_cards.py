"""A card of a tray as the server makes one, for a file that comes back, is taken from a video, or is an example."""

from pathlib import Path
from typing import Any

from lib.ui.records import file_url

Card = dict[str, Any]


def new_file(path: Path, name: str) -> Card:
    """Give a file of the upload cache as a card or its voice holds one; it was made of no other."""
    return {"path": str(path), "name": name, "url": file_url(path), "original": None}


def new_card(  # noqa: PLR0913 - a card's parts
    card_id: str, path: Path, name: str, *, kind: str, size: int, voice: Card | None = None, called: str = ""
) -> Card:
    """Give a card for a file of the upload cache, of `size` bytes; `kind` and the others as in `lib.ui.tray.Tray`."""
    # In the order in which the tray itself writes them: Gradio takes another order for another value, and the page
    # and the server would answer each other for ever.
    return {
        "id": card_id,
        "path": str(path),
        "name": name,
        "url": file_url(path),
        "kind": kind,
        "size": size,
        "original": None,
        "voice": voice,
        "called": called,
        "parts": None,
    }
