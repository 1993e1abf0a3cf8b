"""What the history shows of a job, as plain values: a card of the strip or the list, a column of the comparison."""

from collections.abc import Sequence
from typing import Any

from lib.forms.form import ModelForm
from lib.jobs.history import COUNTED, Entry
from lib.jobs.jobs import Jobs
from lib.jobs.record import JobState, Record
from lib.ui.language.marks import Verbatim
from lib.ui.records import file_url
from lib.ui.view import SERVICE_WORDS, STATE_WORDS

LETTERS = "ABCD"
TITLE_LENGTH = 90


def card(jobs: Jobs, entry: Entry) -> dict[str, Any]:
    """Give an entry as the list draws it; a video whose file is gone is `gone`, and stays in the list."""
    poster = jobs.results.poster(entry)
    gone = jobs.results.is_gone(entry)
    return {
        "job": entry.job,
        "state": "gone" if gone else str(entry.state),
        "title": Verbatim(entry.title),
        "poster": file_url(poster) if poster is not None and not gone else "",
        "ended": entry.state.ended,
        "plays": entry.state is JobState.SUCCEEDED and not gone,
        "model": entry.model,
        "setting": " ".join(part for part in (entry.resolution, entry.ratio) if part),
        "seconds": entry.duration,
        "created": entry.created,
        "favourite": entry.favourite,
        "vote": entry.vote,
    }


def strip(jobs: Jobs, entries: Sequence[Entry], count: int, chosen: str) -> dict[str, Any]:
    """Give the strip of the newest, and how many there are in all."""
    items = []
    for entry in entries:
        shown = card(jobs, entry)
        words = "Gone" if shown["state"] == "gone" else STATE_WORDS[entry.state]
        items.append(
            {
                "job": entry.job,
                "poster": shown["poster"],
                "words": words,
                "label": f"{words}: {entry.title[:TITLE_LENGTH]}",
                "chosen": entry.job == chosen,
            }
        )
    many = f"{COUNTED}+" if count > COUNTED else str(count)
    return {"title": "Your videos", "all": f"All {many}", "items": items}


def comparison(jobs: Jobs, records: Sequence[Record], form: ModelForm | None) -> dict[str, Any]:
    """Give videos side by side, with what differs between how they were asked for; one that is gone has no address."""
    columns = []
    for letter, record in zip(LETTERS, records, strict=False):
        video, poster = jobs.video_path(record), jobs.poster_path(record)
        columns.append(
            {
                "letter": letter,
                "job": record.job,
                "src": file_url(video) if video else "",
                "poster": file_url(poster) if poster else "",
                "title": Verbatim(" ".join(record.order.prompt.split())[:TITLE_LENGTH]),
                "created": record.created,
                "vote": record.vote,
            }
        )
    return {"columns": columns, "rows": differences(records, form)}


def differences(records: Sequence[Record], form: ModelForm | None) -> list[dict[str, Any]]:
    """Give the settings in which the records differ, in the form's order, each with one value for each record."""
    names = list(dict.fromkeys(name for record in records for name in record.order.values))
    labels = {row.name: row.label for row in form.fields} if form is not None else {}
    rows = [("Service", [SERVICE_WORDS.get(record.service, record.service) for record in records])]
    rows.append(("Model", [record.order.model for record in records]))
    rows += [(labels.get(name, name), [_said(record.order.values.get(name)) for record in records]) for name in names]
    rows.append(("References", [_references(record) for record in records]))
    return [{"name": name, "values": values} for name, values in rows if len(set(values)) > 1]


def _said(value: object) -> str:
    match value:
        case None | "":
            return "—"
        case bool():
            return "yes" if value else "no"
        case _:
            return str(value)


def _references(record: Record) -> str:
    """Name the files in their order; two of the same name and another content are not the same."""
    said = []
    for item in record.order.media:
        voice = f" + {item.voice.name} ({item.voice.sha256[:4]})" if item.voice is not None else ""
        said.append(f"{item.file.name} ({item.file.sha256[:4]}){voice}")
    return ", ".join(said) or "—"
