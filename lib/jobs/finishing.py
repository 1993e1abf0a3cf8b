"""A video that has come home: seen to play, held against what was asked, given its still and its provenance."""

import logging
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from lib.errors import InputError
from lib.facts import Kind
from lib.forms.draft import Order
from lib.jobs.provenance import read_provenance, write_provenance
from lib.jobs.record import Record
from lib.jobs.store import JobStore, on_disk
from lib.media import inspect, play, poster, read_comment, write_comment

VIDEO = "video.mp4"
POSTER = "poster.jpg"
PROVENANCE = "video.json"

# A muxer rounds to whole pictures and the sound may end a little later; a person sees half a second.
TOLERANCE_SECONDS = 0.5

_log = logging.getLogger(__name__)


@dataclass(frozen=True, kw_only=True)
class Shown:
    """A video that plays: its seconds, and those at which a picture is damaged, None where none is."""

    seconds: float
    damaged: float | None


def shown(path: Path) -> Shown | None:
    """Play a video through; None where it is not there, not whole, or shows nothing."""
    facts = inspect(path)
    if facts.kind is not Kind.CLIP or facts.flaw is not None or not facts.seconds:
        return None
    playback = play(path, facts.format)
    return None if playback.broken else Shown(seconds=facts.seconds, damaged=playback.damaged)


def remark(video: Shown, order: Order) -> str:
    """Say in a sentence how a video differs from what was asked, or where it is damaged; empty where all is well.

    Never a reason to throw it away: it is paid for.
    """
    asked = order.values.get("duration")
    said = []
    if isinstance(asked, int | float) and asked > 0 and abs(video.seconds - asked) > TOLERANCE_SECONDS:
        said.append(f"It is {video.seconds:.1f} s long; {asked:g} s were asked for.")
    if video.damaged is not None:
        said.append(f"Its picture is damaged at {video.damaged:.1f} s; it came like that.")
    return " ".join(said)


def finish(store: JobStore, record: Record, path: Path, *, ended: float) -> None:
    """Give a video its still, its JSON inside and beside it. Safe to run twice. Raises StorageError."""
    text = read_comment(path)
    if read_provenance(text) is None:
        text = write_provenance(record, ended=ended)
        _write_into(path, text)
    with on_disk():
        part = store.result(record.job, f"{PROVENANCE}.part")
        part.write_text(text + "\n", encoding="utf-8")
        part.replace(store.result(record.job, PROVENANCE))
        # A video without a still is still a video.
        with suppress(InputError):
            poster(path, store.result(record.job, POSTER))


def _write_into(path: Path, text: str) -> None:
    """Put the JSON into the video; the video as it came stays in its place until the copy is whole and compared."""
    copy = path.with_name(f"{path.stem}.told{path.suffix}")
    try:
        write_comment(path, copy, text)
        copy.replace(path)
    except (InputError, OSError) as error:
        # Its settings are beside it all the same, and a film is not risked for them.
        _log.warning("the settings were not written into a video (%s)", type(error).__name__)
        with suppress(OSError):
            copy.unlink(missing_ok=True)
