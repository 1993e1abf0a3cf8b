"""An order as a flat gateway's request body, and what of an order such a gateway can't be asked for. Pure."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from lib.errors import Failure
from lib.forms.draft import Order, OrderFile
from lib.forms.fields import MIB, OneFile, References, Voices
from lib.forms.finding import at
from lib.forms.form import ModelForm
from lib.providers.dashscope_body import sent_values
from lib.providers.modelstream_profile import GatewayProfile, Several
from lib.providers.provider import Links


@dataclass(frozen=True, kw_only=True)
class Use:
    """A file at one place of the form; `field` has an index where the field is a list."""

    field: str
    file: OrderFile


def build_flat_body(profile: GatewayProfile, form: ModelForm, order: Order, links: Links) -> dict[str, Any]:
    """Give the JSON of the request that makes a task: every field under its own name (`api-facts.md` 6.1).

    Values are left out as Model Studio's body leaves them out. A field's files keep their order. Voices stand as
    references do, pictures first and then clips, with null for a reference without one (**unconfirmed**: the page
    shows one text); the nulls behind the last voice are left out.

    Raises:
        KeyError: a file of the order has no link (a mistake of ours).
    """
    body: dict[str, Any] = {"model": order.model}
    for row, value in sent_values(form, order):
        body[profile.names.get(row.name, row.name)] = value
    for row in form.fields:
        if isinstance(row, References | Voices | OneFile):
            files = [None if file is None else links[file.sha256] for file in _files(row, order)]
            if files:
                single = isinstance(row, OneFile) or (len(files) == 1 and profile.several is not Several.LIST)
                body[profile.names.get(row.name, row.name)] = files[0] if single else files
    return body


def field_of(param: str, profile: GatewayProfile, form: ModelForm) -> str:
    """Give the form's field for the `param` of an error (`reference_image[1]`, `duration`), empty where it is none."""
    name, bracket, index = param.replace("]", "").replace(".", "[").partition("[")
    name = next((ours for ours, theirs in profile.names.items() if theirs == name), name)
    row = form.get(name)
    if row is None:
        return ""
    return at(name, int(index)) if bracket and index.isdecimal() and isinstance(row, References | Voices) else name


def uses(form: ModelForm, order: Order) -> Iterator[Use]:
    """Go through every place of the form that has a file, in the form's order; a content may come more than once."""
    for row in form.fields:
        if not isinstance(row, References | Voices | OneFile):
            continue
        for index, file in enumerate(_files(row, order)):
            if file is not None:
                yield Use(field=row.name if isinstance(row, OneFile) else at(row.name, index), file=file)


def is_inline(profile: GatewayProfile, mime: str, size_bytes: int, *, links_can_be_made: bool) -> bool:
    """Tell whether a file goes into the request itself, as base64.

    Where links can be made, only what is small and documented does; without them everything that fits at all.
    """
    if links_can_be_made:
        return mime.startswith(profile.inline_documented) and base64_bytes(size_bytes) <= profile.inline_small_bytes
    return base64_bytes(size_bytes) <= profile.inline_total_bytes


def base64_bytes(size_bytes: int) -> int:
    """Give the length of that many bytes in base64."""
    return 4 * ((size_bytes + 2) // 3)


def objections(
    profile: GatewayProfile, form: ModelForm, order: Order, *, links_can_be_made: bool
) -> tuple[Failure, ...]:
    """Give everything for which the gateway can't be asked, before anything is sent; empty where it can.

    The codes are `Studio.FieldRequired`, `Studio.OneFileOnly` and `Studio.TooLargeToInline`, each with its field.
    """
    return (
        *_missing(profile, form, order),
        *_too_many(profile, form, order),
        *_too_large(profile, form, order, links_can_be_made=links_can_be_made),
    )


def too_large(profile: GatewayProfile, field: str, *, alone: bool = True) -> Failure:
    """Say that a file can't go into the request, and can't go as a link either."""
    limit = f"{profile.inline_total_bytes // MIB} MB"
    what = "The file is too large" if alone else "The files are together too large"
    return Failure(
        code="Studio.TooLargeToInline",
        message=f"{what} for the gateway: a request carries {limit} of base64, which is a quarter less of files.",
        advice="Make it smaller, choose another service, or give this app a public address (R2V_PUBLIC_URL).",
        field=field,
    )


def _files(row: References | Voices | OneFile, order: Order) -> list[OrderFile | None]:
    """Give a field's files in order; of a list of voices None for a reference without one, but not at its end."""
    if not isinstance(row, Voices):
        return [item.file for item in order.media if item.field == row.name]
    voices = [item.voice for name in row.of for item in order.media if item.field == name]
    while voices and voices[-1] is None:
        voices.pop()
    return voices


def _missing(profile: GatewayProfile, form: ModelForm, order: Order) -> Iterator[Failure]:
    for name in profile.required:
        row = form.get(name)
        if row is not None and not any(item.field == name for item in order.media):
            label = row.label.lower()
            yield Failure(
                code="Studio.FieldRequired",
                message=f"The gateway needs at least one file among the {label}.",
                advice="Add one, or choose another service.",
                field=name,
            )


def _too_many(profile: GatewayProfile, form: ModelForm, order: Order) -> Iterator[Failure]:
    if profile.several is not Several.ONE:
        return
    for use in uses(form, order):
        if use.field.endswith("]") and not use.field.endswith("[0]"):
            yield Failure(
                code="Studio.OneFileOnly",
                message="The gateway takes one file of this kind.",
                advice="Remove this one, or choose another service.",
                field=use.field,
            )


def _too_large(profile: GatewayProfile, form: ModelForm, order: Order, *, links_can_be_made: bool) -> Iterator[Failure]:
    if links_can_be_made:
        return
    limit = profile.inline_total_bytes
    sizes = {use.field: base64_bytes(use.file.size_bytes) for use in uses(form, order)}
    alone = [name for name, size in sizes.items() if size > limit]
    for name in alone:
        yield too_large(profile, name)
    if not alone and sum(sizes.values()) > limit:
        yield too_large(profile, max(sizes, key=lambda name: sizes[name]), alone=False)
