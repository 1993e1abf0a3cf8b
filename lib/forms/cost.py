"""What an order will cost, as a range with the assumption behind it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from lib.forms.form import ModelForm

# Longer than any model makes: beyond it a length is a slip, and has no price.
LONGEST_SECONDS = 3600


@dataclass(frozen=True, kw_only=True)
class Cost:
    """An estimate in `currency`; `low` and `high` are None where it can't be known."""

    currency: str
    low: float | None
    high: float | None
    note: str

    def as_json(self) -> dict[str, str | float | None]:
        """Give the `cost` of `/check` and of a record (`interface.md`)."""
        return {"currency": self.currency, "low": self.low, "high": self.high, "note": self.note}


@dataclass(frozen=True, kw_only=True)
class Tariff:
    """Whose price list counts: a service in a region."""

    service: str
    region: str = ""


def billed_clip_seconds(form: ModelForm, clips: Sequence[float]) -> tuple[float, float]:
    """Give the least and the most seconds of the clips that are billed.

    The rule that each of N clips counts min(length, 5/N) comes from third parties (`api-facts.md` section 4, C);
    that 5 s is the most in all is Alibaba's own wording.
    """
    billing = form.clip_billing
    if billing is None or not clips:
        return 0.0, 0.0
    share = billing.budget_seconds / len(clips)
    return sum(min(length, share) for length in clips), min(sum(clips), billing.budget_seconds)


def estimate(form: ModelForm, tariff: Tariff, values: Mapping[str, object], clips: Sequence[float] | None) -> Cost:
    """Estimate the cost of one video; `clips` are the reference clips' seconds, None where not all are known."""
    if tariff.service == "sandbox":
        return Cost(currency="CNY", low=0.0, high=0.0, note="Sandbox: an offline animatic, free.")
    price = form.price(tariff.service, tariff.region)
    if price is None:
        return Cost(
            currency="CNY",
            low=None,
            high=None,
            note="No price is published for this service and region. Charged on success only.",
        )
    per_second = price.per_second.get(str(values.get("resolution")))
    duration = values.get("duration")
    if per_second is None or not _is_length(duration) or clips is None:
        return Cost(currency=price.currency, low=None, high=None, note="Known once the form is settled.")
    seconds = float(str(duration))
    least, most = billed_clip_seconds(form, clips)
    note = f"Price list of {price.as_of}; charged on success only."
    if clips:
        note += " How clips are billed is an estimate: at most 5 s of them in all."
    return Cost(
        currency=price.currency,
        low=round(per_second * (seconds + least), 2),
        high=round(per_second * (seconds + most), 2),
        note=note,
    )


def _is_length(duration: object) -> bool:
    """Tell whether a value can be a video's length in seconds; NaN, true and a number of 400 digits can't."""
    number = isinstance(duration, int | float) and not isinstance(duration, bool)
    return number and 0 < duration <= LONGEST_SECONDS  # type: ignore[operator]  # a number by now
