"""A repair asked for on the page: made beside the original, with progress, and given up when nobody waits for it."""

import asyncio
import secrets
import threading
from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from lib.facts import Kind
from lib.forms.check import Slot, slots
from lib.media import FactsCache
from lib.media.mend import Choice, Repair, mend
from lib.ui.fixes import limits_of
from lib.ui.reading import Placed, own_field, voice_field
from lib.ui.records import file_url
from lib.ui.uploads import new_folder, upload_of

PROGRESS_SECONDS = 0.2


@dataclass(frozen=True, kw_only=True)
class Held:
    """A file of a card: the card itself, or its voice.

    Attributes:
        card: the card as the tray gives it.
        part: `file` or `voice`.
        slot: where it stands in the form.
    """

    card: Mapping[str, Any]
    part: str
    slot: Slot

    @property
    def file(self) -> Mapping[str, Any]:
        """The file as the tray gives it."""
        held: Mapping[str, Any] = self.card["voice"] if self.part == "voice" else self.card
        return held


def held_at(placed: Placed, form: Any, field: str) -> Held | None:  # noqa: ANN401 - a ModelForm
    """Find the card whose file, or whose voice, stands at a field; None where it is gone."""
    by_field = {slot.field: slot for slot in slots(placed.draft, form)}
    if field not in by_field:
        return None
    for (index, item), card in zip(placed.draft.numbered(), placed.cards, strict=True):
        if field == own_field(form, item, index):
            return Held(card=card, part="file", slot=by_field[field])
        if item.voice is not None and field == voice_field(placed, form, item, index):
            return Held(card=card, part="voice", slot=by_field[field])
    return None


def swap(held: Held, file: Mapping[str, Any]) -> dict[str, Any]:
    """Give what tells a tray to put another file in the place of this one."""
    return {"id": held.card["id"], "part": held.part, "file": dict(file), "stamp": secrets.token_hex(4)}


def original_of(held: Held) -> dict[str, Any] | None:
    """Give the file that a repaired one was made of. Raises PathRefused for a path that no upload made."""
    original = held.file.get("original")
    if not original:
        return None
    upload_of(original, held.slot.field)
    return {**original, "original": None}


async def repaired(
    held: Held, repair: Repair, facts: FactsCache, choice: Choice
) -> AsyncIterator[float | dict[str, Any]]:
    """Repair a file: give the share that is done, from 0 to 1, and at the end the new file as the tray takes it.

    Raises MendFailed, StorageError. When the caller stops listening, the repair is given up.
    """
    folder = new_folder("mended")
    folder.mkdir(parents=True, exist_ok=True)
    stopped, shares = threading.Event(), [0.0]
    source = held.slot.upload.path
    info = await asyncio.to_thread(facts.facts, source)
    work = asyncio.create_task(
        asyncio.to_thread(
            mend,
            repair,
            source,
            folder,
            info,
            limits_of(held.slot.rule),
            choice=choice,
            progress=shares.append,
            stopped=stopped,
        )
    )
    try:
        while not work.done():
            yield shares[-1]
            await asyncio.wait({work}, timeout=PROGRESS_SECONDS)
        yield _as_card_file(held, work.result())
    finally:
        stopped.set()


def _as_card_file(held: Held, path: Path) -> dict[str, Any]:
    before = held.file
    first = before.get("original") or {name: before.get(name) for name in ("path", "name", "url", "size", "kind")}
    kind = {Kind.CLIP: "clip", Kind.SOUND: "sound"}.get(held.slot.rule.kind, "picture")
    return {
        "path": str(path),
        "name": path.name,
        "url": file_url(path),
        "size": path.stat().st_size,
        "kind": kind,
        "original": first,
    }
