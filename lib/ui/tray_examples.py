"""The example pictures that the trays offer: those of the empty page's examples, and a few photographs."""

from collections.abc import Iterable
from pathlib import Path

from lib.ui.records import file_url
from lib.ui.starters import FOLDER, STARTERS

PHOTOGRAPHS = Path(__file__).parents[2] / "assets" / "examples"
_TYPES = {".jpg": "image/jpeg", ".png": "image/png"}


def examples() -> list[dict[str, str]]:
    """Give the examples as `Tray` takes them."""
    drawn = dict.fromkeys(FOLDER / shown.picture for one in STARTERS for shown in one.pictures)
    return [*_pictures(drawn), *_pictures(sorted(PHOTOGRAPHS.iterdir()))]


def _pictures(paths: Iterable[Path]) -> list[dict[str, str]]:
    return [
        {"name": path.name, "url": file_url(path), "kind": "picture", "type": _TYPES[path.suffix]}
        for path in paths
        if path.suffix in _TYPES
    ]
