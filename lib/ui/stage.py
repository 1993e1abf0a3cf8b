"""The stage's film as plain values: the video, its prompt with what it cites, and stills of its references."""

from collections.abc import Iterator
from typing import Any

from lib.forms.draft import OrderItem, citation_label
from lib.forms.form import ModelForm
from lib.forms.prompt import SHOT, citations
from lib.jobs.history import History, Wanted
from lib.jobs.record import JobState, Record
from lib.ui.language.marks import Verbatim
from lib.ui.records import file_url
from lib.ui.services import Services
from lib.ui.stills import still_of

# More than anybody shows in one sitting.
MOST_FILMS = 200


def programme(services: Services, visitor: str, job: str) -> list[str]:
    """Give the jobs that the stage goes through: the favourites, newest first, and before them a film that is none."""
    wanted = Wanted(state=str(JobState.SUCCEEDED), favourites=True)
    entries = services.jobs.history.page(visitor, wanted, limit=MOST_FILMS).entries
    jobs: list[str] = [Verbatim(entry.job) for entry in entries if not services.jobs.results.is_gone(entry)]
    return jobs if job in jobs else [Verbatim(job), *jobs]


def stage_film(services: Services, history: History, visitor: str, job: str) -> dict[str, Any]:
    """Give a film of the visitor's own, empty where there is none; its stills are made when it is first shown."""
    records = history.some(visitor, [job])
    video = services.jobs.video_path(records[0]) if records else None
    if video is None:
        return {}
    record = records[0]
    form = services.catalog.get(record.order.model)
    still = services.jobs.poster_path(record)
    return {
        "job": record.job,
        "src": file_url(video),
        "poster": file_url(still) if still else "",
        "title": Verbatim(" ".join(record.order.prompt.split())[:90]),
        "prompt": list(_parts(record.order.prompt, form)),
        "references": [_reference(services, record, item, index, form) for item, index in record.order.numbered()],
        "facts": Verbatim(" · ".join(_facts(record))),
        "note": "Offline animatic of your references" if record.service == "sandbox" else "",
        "kept": record.favourite,
    }


def _parts(prompt: str, form: ModelForm | None) -> Iterator[dict[str, str]]:
    """Cut a prompt into what heads a scene, what is cited, and the words between."""
    lists = list(form.lists()) if form is not None else []
    marks = [(head.start(), head.end(), "shot") for head in SHOT.finditer(prompt)]
    marks += [(cited.start, cited.end, "cited") for cited in citations(prompt, lists)]
    end, before = 0, "shot"
    for start, stop, kind in [*sorted(marks), (len(prompt), len(prompt), "shot")]:
        if start < end:
            continue
        # A scene's head has a line of its own, so the spaces around it would only indent the words.
        between = prompt[end:start]
        between = between.lstrip() if before == "shot" else between
        between = between.rstrip() if kind == "shot" else between
        for name, text in (("", between), (kind, prompt[start:stop])):
            if text:
                yield {"kind": name, "text": Verbatim(text)}
        end, before = stop, kind


def _facts(record: Record) -> Iterator[str]:
    values = record.order.values
    setting = " ".join(str(values[name]) for name in ("resolution", "ratio") if values.get(name))
    length = f"{values['duration']} s" if values.get("duration") else ""
    yield from (part for part in (record.order.model, setting, length) if part)


def _reference(
    services: Services, record: Record, item: OrderItem, index: int, form: ModelForm | None
) -> dict[str, Any]:
    kind = {"video": "clip", "audio": "sound"}.get(item.file.mime.split("/")[0], "picture")
    still = still_of(services, record, item)
    return {
        "label": citation_label(form, item.field, index) if form is not None else Verbatim(item.field),
        "called": Verbatim(item.called or item.file.name),
        "kind": kind,
        "voice": item.voice is not None,
        "poster": file_url(still) if still else "",
    }
