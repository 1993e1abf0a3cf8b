"""What the server brings to a tray: a file from a link, or the last frame of a video of the visitor's history."""

import re
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

import gradio as gr

from lib.errors import Failure, InputError, StudioError
from lib.facts import Kind, MediaInfo
from lib.jobs.history import Wanted
from lib.jobs.record import JobState
from lib.media import lay_grid
from lib.providers.link_file import fetch_link
from lib.secret import Secret
from lib.ui.desk import Card
from lib.ui.edge import QUIET, on_the_page
from lib.ui.form_panel import FormPanel
from lib.ui.history_cards import TITLE_LENGTH, card
from lib.ui.language.marks import Verbatim
from lib.ui.next_shot import last_frame_card
from lib.ui.records import file_url
from lib.ui.services import Services
from lib.ui.uploads import new_folder, upload_of

LISTED = 24
GRID_NAME = "storyboard.jpg"
_KINDS = {Kind.PICTURE: "picture", Kind.CLIP: "clip", Kind.SOUND: "sound"}
_UNSAFE = re.compile(r"[^\w .()-]+")
# In bytes: file systems take 255, and the right ending comes behind.
_NAME_LENGTH = 200
_NAME_LETTERS = 80
# Several people may fetch at once; a few more wait a moment, so that nobody makes a relay of this.
AT_A_TIME: dict[str, Any] = {"concurrency_limit": 4, "concurrency_id": "bringing"}


class Bringing:
    """Answers what the trays ask for."""

    def __init__(self, services: Services) -> None:
        self._services = services

    def wire(self, form: FormPanel, visitor: gr.BrowserState) -> None:
        """Declare an event for each tray."""
        answer = on_the_page(self.bring)
        for tray in (form.references, *form.singles.values()):
            tray.bring(answer, visitor, tray, trigger_mode="multiple", **AT_A_TIME, **QUIET)

    def bring(self, visitor: str, event: gr.EventData) -> Any:  # noqa: ANN401 - gr.update
        """Answer one tray; what can't be done is said in its sheet, above which no toast can be seen."""
        asked = dict(event.asked) if isinstance(event.asked, Mapping) else {}
        try:
            answer = self._answer(visitor, asked)
        except StudioError as error:
            answer = {"told": error.failure.sentence}
        return gr.update(reply={"told": "", **answer, "turn": asked.get("turn")})

    def _answer(self, visitor: str, asked: Mapping[str, Any]) -> dict[str, Any]:
        match asked.get("source"):
            case "link":
                return {"file": linked_file(Secret(str(asked.get("link") or "")), self._services.facts.facts)}
            case "past":
                return {"videos": self._videos(visitor)}
            case "frame":
                return {"file": self._frame(visitor, str(asked.get("job") or ""))}
            case "grid":
                return {"file": grid_file(asked.get("cards"))}
        return {}

    def _videos(self, visitor: str) -> list[dict[str, str]]:
        """List the visitor's newest videos that are still there."""
        jobs = self._services.jobs
        page = jobs.history.page(visitor, Wanted(state=str(JobState.SUCCEEDED)), limit=LISTED)
        shown = [card(jobs, entry) for entry in page.entries]
        return [
            {"job": one["job"], "poster": one["poster"], "title": Verbatim(one["title"][:TITLE_LENGTH])}
            for one in shown
            if one["plays"]
        ]

    def _frame(self, visitor: str, job: str) -> Card:
        """Give the last frame of a video of the visitor's own history. Raises InputError."""
        found = self._services.jobs.history.some(visitor, [job])
        return last_frame_card(self._services, found[0] if found else None)


def linked_file(
    link: Secret, facts: Callable[[Path], MediaInfo], fetch: Callable[[Secret, Path], None] = fetch_link
) -> dict[str, Any]:
    """Fetch a link into the upload cache and give it as a card has a file.

    Raises:
        InputError: it was not fetched, or is neither picture, clip nor sound, whatever its name and server say.
        StorageError: the disk said no.
    """
    name = file_name(link)
    path = new_path(name)
    fetch(link, path)
    found = facts(path)
    if found.kind is Kind.UNKNOWN:
        path.unlink(missing_ok=True)
        raise InputError(
            Failure(
                code="Studio.LinkNoMedia",
                message="The link gives something that is neither a picture nor a clip, perhaps a web page.",
                advice="Copy the address of the file itself.",
            )
        )
    # Named as what it is: a link's ending says little.
    return card_file(path.rename(path.with_name(f"{Path(name).stem}.{found.format}")), found.kind)


def grid_file(cards: object) -> dict[str, Any]:
    """Lay the pictures of cards into one. Raises InputError, and PathRefused for a path that no upload made."""
    pictures = [upload_of(card, "reference").path for card in cards] if isinstance(cards, list) else []
    return card_file(lay_grid(pictures, new_path(GRID_NAME)), Kind.PICTURE)


def file_name(link: Secret) -> str:
    """Name a file after the last part of its link's path; of a signed link nothing else."""
    try:
        last = unquote(urlsplit(link.reveal()).path).rsplit("/", 1)[-1]
    except ValueError:
        last = ""
    plain = _UNSAFE.sub("_", last).strip(" .")
    return _end_of(plain[-_NAME_LETTERS:]).strip(" .") or "from a link"


def _end_of(name: str) -> str:
    """Cut a name's beginning off where it takes too many bytes; a letter that is cut through goes."""
    return name.encode()[-_NAME_LENGTH:].decode(errors="ignore")


def new_path(name: str) -> Path:
    """Give a place in the upload cache that nobody has and nobody can guess."""
    folder = new_folder("brought")
    folder.mkdir(parents=True)
    return folder / name


def card_file(path: Path, kind: Kind) -> dict[str, Any]:
    """Give a file of the upload cache as a card has one."""
    return {
        "path": str(path),
        "name": Verbatim(path.name),
        "url": file_url(path),
        "kind": _KINDS.get(kind, "other"),
        "size": path.stat().st_size,
    }
