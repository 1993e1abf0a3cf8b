"""What an order will cost, as a range with the assumption behind it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from lib.forms.form import ModelForm


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
    if per_second is None or not isinstance(duration, int | float) or duration <= 0 or clips is None:
        return Cost(currency=price.currency, low=None, high=None, note="Known once the form is settled.")
    least, most = billed_clip_seconds(form, clips)
    note = f"Price list of {price.as_of}; charged on success only."
    if clips:
        note += " How clips are billed is an estimate: at most 5 s of them in all."
    return Cost(
        currency=price.currency,
        low=round(per_second * (duration + least), 2),
        high=round(per_second * (duration + most), 2),
        note=note,
    )
