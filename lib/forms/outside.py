"""A model that comes from outside: an entry of the shape of `/models` becomes a form. Pure.

It must hold what `schema.model_as_json` writes, or less where a default is meant; what is not known is refused rather
than passed over, because it may be a limit.
"""

from collections.abc import Collection, Iterator

from lib.forms.fields import Field, OneFile, References, Voices, WholeNumber
from lib.forms.form import ClipBilling, ModelForm, Price, ReferenceCount
from lib.forms.node import Node
from lib.forms.outside_fields import field_from_json

SERVICES = ("sandbox", "dashscope", "modelstream")
_OPTIONAL = (
    "summary versions services regions prices clip_billing references permitted_sets ratio_ignored_with pixels "
    "frames_per_second"
)


def form_from_json(data: object, taken: Collection[str] = ()) -> ModelForm:
    """Read an entry of `/models`; `taken` are the ids that other models have.

    Raises NotUnderstood, whose text names the place and what is wanted there.
    """
    keys = Node(data).mapping("id title form_schema", _OPTIONAL)
    for node in (keys["id"], *keys.get("versions", Node([])).items()):
        if node.value in taken:
            node.wrong(f"is {node.value!r}, which another model has already")
    fields = tuple(field_from_json(row) for row in keys["form_schema"].items())
    if not fields:
        keys["form_schema"].wrong("must not be empty")
    names = [row.name for row in fields]
    for node, name in zip(keys["form_schema"].items(), names, strict=True):
        if names.count(name) > 1:
            node.wrong(f"has the name {name!r}, which another field has too")
    _check_names(keys["form_schema"], fields)
    lists = [row.name for row in fields if isinstance(row, References)]
    singles = [row.name for row in fields if isinstance(row, OneFile)]
    absent = Node([])
    return ModelForm(
        id=keys["id"].text(),
        title=keys["title"].text(),
        summary=keys["summary"].text(empty=True) if "summary" in keys else "",
        fields=fields,
        references=_references(keys.get("references", Node(None)), lists),
        permitted_sets=tuple(
            _names(one, singles, "a field of one file") for one in keys.get("permitted_sets", absent).items()
        ),
        pixels=dict(_size(one) for one in keys.get("pixels", absent).items()),
        prices=tuple(_price(one) for one in keys.get("prices", absent).items()),
        clip_billing=_billing(keys.get("clip_billing", Node(None)), [*lists, *singles]),
        services=_services(keys["services"]) if "services" in keys else ModelForm.services,
        regions=keys.get("regions", absent).texts(),
        ratio_ignored_with=_single(keys.get("ratio_ignored_with", Node(None)), singles),
        versions=keys.get("versions", absent).texts(),
        frames_per_second=keys["frames_per_second"].whole(1) if "frames_per_second" in keys else 30,
    )


def _check_names(schema: Node, fields: tuple[Field, ...]) -> None:
    """Hold every name that a row gives of another against the rows that are there."""
    lists = [row.name for row in fields if isinstance(row, References)]
    files = [*lists, *(row.name for row in fields if isinstance(row, OneFile))]
    for node, row in zip(schema.items(), fields, strict=True):
        for wanted, allowed, kind in _named(row, lists, files):
            if wanted not in allowed:
                node.wrong(f"names {wanted!r}, which is not {kind} of this form")


def _named(row: Field, lists: list[str], files: list[str]) -> Iterator[tuple[str, list[str], str]]:
    """Give every name of another field that a row gives, with those that it may be, and what they are."""
    match row:
        case Voices():
            yield from ((name, lists, "a list of references") for name in row.of)
        case WholeNumber():
            yield from ((limit.when_given, files, "a field of files") for limit in row.tighter)
            followed = row.follows.file if row.follows is not None else ""
            yield from ((name, files, "a field of files") for name in (followed, row.includes) if name)


def _names(node: Node, allowed: list[str], kind: str) -> tuple[str, ...]:
    for item in node.items():
        if item.value not in allowed:
            item.wrong(f"is {item.value!r}, which is not {kind} of this form")
    return node.texts(some=True)


def _single(node: Node, singles: list[str]) -> str | None:
    return None if node.value is None else node.one_of(*singles)


def _references(node: Node, lists: list[str]) -> ReferenceCount | None:
    if node.value is None:
        return None
    keys = node.mapping("fields min_items max_items")
    minimum = keys["min_items"].whole()
    return ReferenceCount(
        lists=_names(keys["fields"], lists, "a list of references"),
        minimum=minimum,
        maximum=keys["max_items"].whole(max(1, minimum)),
    )


def _billing(node: Node, files: list[str]) -> ClipBilling | None:
    if node.value is None:
        return None
    keys = node.mapping("fields", "budget_seconds")
    budget = keys.get("budget_seconds", Node(None))
    return ClipBilling(
        lists=_names(keys["fields"], files, "a field of files"),
        budget_seconds=None if budget.value is None else budget.number(),
    )


def _price(node: Node) -> Price:
    keys = node.mapping("service region currency per_second as_of")
    return Price(
        service=keys["service"].one_of(*SERVICES),
        region=keys["region"].text(empty=True),
        currency=keys["currency"].text(),
        per_second={name: amount.number() for name, amount in keys["per_second"].entries().items()},
        as_of=keys["as_of"].text(),
    )


def _size(node: Node) -> tuple[tuple[str, str], tuple[int, int]]:
    keys = node.mapping("resolution ratio width height")
    return (keys["resolution"].text(), keys["ratio"].text()), (keys["width"].whole(1), keys["height"].whole(1))


def _services(node: Node) -> tuple[str, ...]:
    for item in node.items():
        item.one_of(*SERVICES)
    return node.texts(some=True)
