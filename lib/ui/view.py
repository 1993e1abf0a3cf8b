"""What the panels show, as plain values: a price, a file's facts, a record for the result. Pure."""

from datetime import datetime
from typing import Any

from lib.facts import Kind, MediaInfo
from lib.forms.cost import Cost
from lib.forms.form import ModelForm
from lib.jobs.aftercare import NOT_FOLLOWED
from lib.jobs.pace import TASKS_AT_ONCE
from lib.jobs.record import ADOPTED, JobState, Record
from lib.ui.told_references import reference_rows

STATE_WORDS = {
    JobState.WAITING: "Waiting",
    JobState.UPLOADING: "Uploading",
    JobState.QUEUED: "Queued",
    JobState.RUNNING: "Running",
    JobState.SAVING: "Saving",
    JobState.SUCCEEDED: "Succeeded",
    JobState.FAILED: "Failed",
    JobState.CANCELED: "Canceled",
    JobState.LOST: "Lost",
}
SERVICE_WORDS = {
    "sandbox": "Sandbox",
    "dashscope": "Model Studio",
    "modelstream": "ModelStream",
}
_PLACES = ("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth")
SYMBOLS = {"CNY": "¥", "USD": "$"}
MB = 1024 * 1024
# What is made without a service, in a sentence; everywhere the same.
ANIMATIC = (
    "An offline animatic: this app itself draws your references as a moving storyboard. "
    "No model is asked, and it is free."
)


def cost_words(cost: Cost) -> dict[str, str]:
    """Give the price in words: a sum, a range, or that it can't be known, with the assumption behind it."""
    if cost.low is None or cost.high is None:
        return {"sum": "—", "note": cost.note}
    if cost.high == 0:
        return {"sum": "Free", "note": cost.note}
    low, high = money(cost.currency, cost.low), money(cost.currency, cost.high)
    return {"sum": f"about {low}" if low == high else f"about {low} – {high}", "note": cost.note}


def money(currency: str, amount: float) -> str:
    """Write an amount with its currency's sign."""
    return f"{SYMBOLS.get(currency, currency + ' ')}{amount:.2f}"


def facts_words(facts: MediaInfo) -> str:
    """Say a file's facts in a line: sides, seconds, type, bytes."""
    parts = []
    if facts.width is not None and facts.height is not None:
        parts.append(f"{facts.width} × {facts.height} px")
    if facts.seconds is not None:
        parts.append(f"{facts.seconds:.1f} s")
    if facts.format:
        parts.append(facts.format.upper())
    if facts.video_codec and facts.kind is Kind.CLIP:
        parts.append(facts.video_codec)
    parts.append(bytes_words(facts.size_bytes))
    return " · ".join(parts)


def bytes_words(size: int) -> str:
    """Write a number of bytes in kB or MB."""
    return f"{size / MB:.1f} MB" if size >= MB else f"{max(1, size // 1024)} kB"


def length_words(seconds: float) -> str:
    """Write seconds as 0:08."""
    whole = round(seconds)
    return f"{whole // 60}:{whole % 60:02d}"


def line_words(place: int) -> str:
    """Say a place in line, counted from 1; empty for 0, who waits for nobody."""
    if place <= 0:
        return ""
    named = dict(enumerate(_PLACES, start=1)).get(place)
    return f"{named or f'number {place}'} in line"


def begun_at(record: Record) -> float:
    """Give the moment from which a job's clock counts; a task that was sent elsewhere began here when it came."""
    return record.created if record.intent is None or record.origin == ADOPTED else record.intent


def state_view(record: Record | None, usual: float, now: float, *, place: int = 0) -> dict[str, Any]:
    """Give the state's words and what the panel's clock counts from; `place` is the one in line, 0 for none."""
    if record is None:
        return {"state": "idle", "words": "", "message": "", "elapsed": 0, "usual": 0, "late": ""}
    since = begun_at(record)
    end = record.ended or now
    late = (
        "Longer than usual; still charged only on success." if record.service == "dashscope" else "Longer than usual."
    )
    return {
        "state": str(record.state),
        "words": " · ".join(part for part in (state_words(record), line_words(place)) if part),
        "message": _waiting_words(place) if place else record.message,
        "elapsed": round(max(0.0, end - since), 1),
        "usual": round(usual) if record.intent and not record.state.ended else 0,
        "late": late,
    }


def _waiting_words(place: int) -> str:
    others = "one more has" if place == 1 else f"{place} more have"
    return f"Begins when {others} ended: {TASKS_AT_ONCE} at once for an account."


def record_rows(record: Record, form: ModelForm | None, kept_until: float | None, *, own: bool) -> list[dict[str, str]]:
    """Give the record beneath the video: what somebody needs to make it again, or to ask about it.

    What the references are called is for whoever made it (`own`).
    """
    if record.origin == ADOPTED:
        return _adopted_rows(record, kept_until)
    bill = _bill(record, form)
    values = record.order.values
    seed = values.get("seed")
    rows = [
        ("Service", SERVICE_WORDS.get(record.service, record.service)),
        ("Model", record.order.model),
        ("Seed", "random" if seed is None else str(seed)),
        ("Setting", " ".join(str(values[name]) for name in ("resolution", "ratio") if name in values)),
        ("Length", f"{values.get('duration')} s"),
        ("Billed", _billed(record)),
        ("Estimate", cost_words(record.cost)["sum"]),
        ("Bill", "—" if bill is None else money(record.cost.currency, bill)),
        ("Took", "—" if record.ended is None else f"{record.ended - (record.intent or record.created):.0f} s"),
        ("Task", record.ticket.task_id if record.ticket else "—"),
        *(reference_rows(record.order, form) if own else ()),
        ("Kept", _kept(record, kept_until)),
    ]
    return [{"name": name, "value": value} for name, value in rows]


def _adopted_rows(record: Record, kept_until: float | None) -> list[dict[str, str]]:
    """Give what is known of a task that was not sent from here."""
    rows = [
        ("Service", SERVICE_WORDS.get(record.service, record.service)),
        ("Model", record.order.model or "not known"),
        ("Billed", _billed(record)),
        ("Task", record.ticket.task_id if record.ticket else "—"),
        ("Origin", "adopted from the account; its settings are not known here"),
        ("Kept until", _kept(record, kept_until)),
    ]
    return [{"name": name, "value": value} for name, value in rows]


def state_words(record: Record) -> str:
    """Say a job's state."""
    left = record.error is not None and record.error.code == NOT_FOLLOWED
    return "Not followed" if left else STATE_WORDS[record.state]


def _kept(record: Record, until: float | None) -> str:
    if until is None:
        return "until you remove it" if record.favourite else "—"
    day = datetime.fromtimestamp(until).astimezone()
    return f"until {day.day} {day:%B %Y}"


def _bill(record: Record, form: ModelForm | None) -> float | None:
    """Give what the seconds that the service says it billed cost by the price list; None where that isn't known."""
    price = form.price(record.service, record.region) if form is not None else None
    per_second = price.per_second.get(str(record.order.values.get("resolution"))) if price is not None else None
    if per_second is None or record.billed_seconds is None:
        return None
    return round(per_second * record.billed_seconds, 2)


def _billed(record: Record) -> str:
    if record.billed_seconds is None:
        return "—"
    seconds = f"{record.billed_seconds:g} s"
    return f"nothing here; {seconds} at the service" if record.service == "sandbox" else seconds
