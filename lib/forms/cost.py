"""What an order will cost, as a range with the assumption behind it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from lib.forms.form import ClipBilling, ModelForm

# Longer than any model makes: beyond it a length is a slip, and has no price.
LONGEST_SECONDS = 3600

# Where it isn't known either whether a failure is charged, that isn't said.
_UNPRICED: Mapping[str, str] = {
    "modelstream": "The gateway publishes no price for this model; a video is paid from the key's prepaid quota.",
}


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


def billed_clip_seconds(form: ModelForm, clips: Sequence[float], seconds: float) -> tuple[float, float]:
    """Give the least and the most seconds of the clips that are billed beside a video of so many seconds.

    The rule that each of N clips counts min(length, 5/N) comes from third parties (`api-facts.md` section 4, C);
    that 5 s is the most in all is Alibaba's own wording. Where the whole clip is billed (5.6, C), nothing says
    whether a part that is left out counts.
    """
    billing = form.clip_billing
    if billing is None or not clips:
        return 0.0, 0.0
    if billing.budget_seconds is None:
        return sum(min(length, seconds) for length in clips), sum(clips)
    share = billing.budget_seconds / len(clips)
    return sum(min(length, share) for length in clips), min(sum(clips), billing.budget_seconds)


def estimate(
    form: ModelForm, tariff: Tariff, resolution: str, seconds: float | None, clips: Sequence[float] | None
) -> Cost:
    """Estimate the cost of one video.

    Args:
        form: its model's.
        tariff: whose price list counts.
        resolution: by its name.
        seconds: how long the video will be, None where that is not known yet.
        clips: the seconds of the clips that may be billed too, None where not all are known.
    """
    if tariff.service == "sandbox":
        return Cost(currency="CNY", low=0.0, high=0.0, note="Sandbox: an offline animatic, free.")
    price = form.price(tariff.service, tariff.region)
    if price is None:
        return Cost(
            currency="CNY",
            low=None,
            high=None,
            note=_UNPRICED.get(tariff.service, "No price is published for this region. Charged on success only."),
        )
    per_second = price.per_second.get(resolution)
    if per_second is None or seconds is None or clips is None:
        return Cost(currency=price.currency, low=None, high=None, note="Known once the form is settled.")
    least, most = billed_clip_seconds(form, clips, seconds)
    note = f"Price list of {price.as_of}; charged on success only."
    if clips and form.clip_billing is not None:
        note += f" {billing_in_words(form.clip_billing)}"
    return Cost(
        currency=price.currency,
        low=round(per_second * (seconds + least), 2),
        high=round(per_second * (seconds + most), 2),
        note=note,
    )


def billing_in_words(billing: ClipBilling) -> str:
    """Say how clips are billed beside the video."""
    if billing.budget_seconds is None:
        return "The clip's own seconds are billed too; what counts where only a part is used is an estimate."
    return f"How clips are billed is an estimate: at most {billing.budget_seconds:g} s of them in all."
