"""The still of a clip that a browser may not be able to play, kept beside the upload of which it was made."""

from pathlib import Path

from lib.errors import InputError
from lib.facts import Kind, MediaInfo
from lib.ui.records import file_url
from lib.ui.still_file import write_still

# What every browser plays of an MP4 or MOV. HEVC, what most phones film, is played by some and on some machines only.
PLAYED_EVERYWHERE = frozenset({"h264", "av1", "vp9"})


def card_poster(path: Path, info: MediaInfo) -> str | None:
    """Give the address of an upload's still, None where the browser shows the file itself or nothing can be shown.

    It is made once. A file that gives none leaves an empty one, so that no check of the form tries that again.
    """
    if info.kind is not Kind.CLIP or info.video_codec in PLAYED_EVERYWHERE:
        return None
    target = path.with_name(f"{path.name}.poster.jpg")
    try:
        if not target.exists():
            _make(path, target)
        return file_url(target) if target.stat().st_size else None
    except OSError:
        # A full disk costs the still, and nothing else.
        return None


def _make(path: Path, target: Path) -> None:
    try:
        write_still(path, target)
    except InputError:
        target.write_bytes(b"")
