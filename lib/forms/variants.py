"""Variants: one order becomes several that differ in their seed, or in their ratio. Pure."""

from collections.abc import Callable
from dataclasses import dataclass, replace

from lib.errors import Failure, InputError
from lib.forms.draft import Order
from lib.forms.fields import Choice, Scalar, Seed
from lib.forms.form import ModelForm

MOST_VARIANTS = 8
RATIO = "ratio"
SEED = "seed"


@dataclass(frozen=True, kw_only=True)
class Variants:
    """How many videos one click asks for.

    Attributes:
        count: how many with different seeds, 1 to 8.
        per_ratio: one for each ratio of the form instead.
    """

    count: int = 1
    per_ratio: bool = False


ONE = Variants()


def number_of(variants: Variants, form: ModelForm) -> int:
    """Tell how many orders they are."""
    return max(1, len(_ratios(form))) if variants.per_ratio else variants.count


def orders_of(order: Order, form: ModelForm, variants: Variants, draw: Callable[[int], int]) -> tuple[Order, ...]:
    """Give the orders, each with its seed written down, so that any of them can be asked for again.

    From a seed that is given the others count on; without one each is drawn, and no two are the same. Per ratio all
    share a seed, so that nothing but the ratio differs. `draw(n)` gives a number from 0 to n - 1.

    Raises:
        InputError: for a count out of range, or ratios of an order whose first frame sets the aspect.
    """
    if variants.per_ratio:
        return _per_ratio(order, form, draw)
    if not 1 <= variants.count <= MOST_VARIANTS:
        message = f"{variants.count} variants were asked for; 1 to {MOST_VARIANTS} can be made at once."
        raise InputError(Failure(code="Studio.Variants", message=message, advice="Choose fewer.", field="variants"))
    if variants.count == 1:
        return (order,)
    row = form.get(SEED)
    if not isinstance(row, Seed):
        return (order,) * variants.count
    return tuple(_with(order, SEED, seed) for seed in _seeds(row, order.values.get(SEED), variants.count, draw))


def another_seed(order: Order, form: ModelForm, draw: Callable[[int], int]) -> Order:
    """Give the order with a seed that it doesn't have."""
    row = form.get(SEED)
    if not isinstance(row, Seed):
        return order
    before = order.values.get(SEED)
    seeds = _seeds(row, None, 2, draw)
    return _with(order, SEED, seeds[0] if seeds[0] != before else seeds[1])


def _per_ratio(order: Order, form: ModelForm, draw: Callable[[int], int]) -> tuple[Order, ...]:
    ratios = _ratios(form)
    if not ratios:
        message = "This model has no ratio to choose."
        raise InputError(Failure(code="Studio.Variants", message=message, advice="Vary the seed.", field="variants"))
    if form.ratio_ignored_with is not None and any(item.field == form.ratio_ignored_with for item in order.media):
        raise InputError(
            Failure(
                code="Studio.Variants",
                message="The first frame sets the aspect, so all of them would have the same one.",
                advice="Take the first frame away, or vary the seed.",
                field="variants",
            )
        )
    row = form.get(SEED)
    shared = _seeds(row, order.values.get(SEED), 1, draw)[0] if isinstance(row, Seed) else None
    seeded = order if shared is None else _with(order, SEED, shared)
    return tuple(_with(seeded, RATIO, ratio) for ratio in ratios)


def _ratios(form: ModelForm) -> tuple[str, ...]:
    row = form.get(RATIO)
    return row.choices if isinstance(row, Choice) else ()


def _seeds(row: Seed, given: Scalar, count: int, draw: Callable[[int], int]) -> list[int]:
    span = row.maximum - row.minimum + 1
    if isinstance(given, int):
        return [row.minimum + (given - row.minimum + step) % span for step in range(count)]
    seeds: dict[int, None] = {}
    while len(seeds) < count:
        seeds[row.minimum + draw(span)] = None
    return list(seeds)


def _with(order: Order, name: str, value: Scalar) -> Order:
    return replace(order, values={**order.values, name: value})
