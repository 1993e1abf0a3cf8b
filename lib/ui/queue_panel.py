"""The queue on the page: a visitor's jobs under way as a thin list, with place, state, clock and what can be done."""

from collections.abc import Sequence
from typing import Any

import gradio as gr

from lib.forms.variants import RATIO, SEED
from lib.jobs.aftercare import can_cancel
from lib.jobs.jobs import Jobs
from lib.jobs.line import Standing
from lib.jobs.record import JobState, Record
from lib.ui.language.marks import Verbatim
from lib.ui.panels import panel, script
from lib.ui.view import begun_at, line_words, state_words

NAME_CHARACTERS = 60

_QUEUE = '<section class="r2v-queue" aria-label="Your jobs"></section>'


def queue_panel() -> gr.HTML:
    """Make the list; `select` tells what is to be done with which job: `act` is `open` or `cancel`.

    Its script keeps the rows, the clocks, and which of the ended ones the person has taken out.
    """
    return panel({"items": []}, _QUEUE, "queue", script("queue.js"))


def queue_view(jobs: Jobs, standing: Sequence[Standing], visitor: str, chosen: str, now: float) -> dict[str, Any]:
    """Give the jobs under way and those that ended a while ago, in the order in which they were made."""
    places = {one.job: one.place for one in standing}
    records = sorted(jobs.lined_up(visitor, standing), key=lambda record: (record.created, record.job))
    usual: dict[tuple[object, ...], float] = {}
    ratios: dict[str, set[object]] = {}
    for record in records:
        ratios.setdefault(record.batch, set()).add(record.order.values.get(RATIO))
    items = []
    for record in records:
        values = record.order.values
        kind = (record.service, record.order.model, values.get("resolution"), values.get("duration"))
        if kind not in usual:
            usual[kind] = jobs.usual_seconds(record)
        differing = RATIO if record.batch and len(ratios[record.batch]) > 1 else SEED
        shown = _item(record, places.get(record.job, 0), usual[kind], now)
        items.append({**shown, "about": _about(record, differing), "chosen": record.job == chosen})
    return {"items": items}


def _item(record: Record, place: int, usual: float, now: float) -> dict[str, Any]:
    since = begun_at(record)
    return {
        "job": record.job,
        "name": Verbatim(_shortened(record.order.prompt)) or "A task from the account",
        "state": str(record.state),
        "words": state_words(record),
        "line": line_words(place) if record.state is JobState.WAITING else "",
        "message": record.message,
        "elapsed": round(max(0.0, (record.ended or now) - since), 1),
        "usual": round(usual) if record.intent and not record.state.ended else 0,
        "cancels": can_cancel(record),
    }


def _about(record: Record, differing: str) -> str:
    """Say what tells a job from those that were made with it: the ratio, or the seed where one is written down."""
    value = record.order.values.get(differing)
    if value is None:
        return ""
    return str(value) if differing == RATIO else f"seed {value}"


def _shortened(prompt: str) -> str:
    words = " ".join(prompt.split())
    return words if len(words) <= NAME_CHARACTERS else words[: NAME_CHARACTERS - 1].rstrip() + "…"
