"""The example pictures and clips that the trays offer: what lies in `assets/examples`."""

from pathlib import Path

from lib.ui.records import file_url

FOLDER = Path(__file__).parents[2] / "assets" / "examples"
_TYPES = {".jpg": "image/jpeg", ".png": "image/png", ".webp": "image/webp", ".mp4": "video/mp4"}


def examples(folder: Path = FOLDER) -> list[dict[str, str]]:
    """Give the examples by name, as `Tray` takes them. Other files, and folders, are left out."""
    found = sorted(path for path in folder.iterdir() if path.suffix in _TYPES)
    return [
        {
            "name": path.name,
            "url": file_url(path),
            "kind": "clip" if path.suffix == ".mp4" else "picture",
            "type": _TYPES[path.suffix],
        }
        for path in found
    ]
