"""An order as a flat gateway's request body, and what of an order such a gateway can't be asked for. Pure."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from lib.forms.draft import Order, OrderFile
from lib.forms.fields import MIB, OneFile, References, Voices
from lib.forms.finding import Finding, at
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
) -> tuple[Finding, ...]:
    """Give everything for which the gateway can't be asked, before anything is sent; empty where it can.

    The codes are `gateway.required`, `gateway.one_file`, `gateway.too_large` and `gateway.too_large_together`.
    """
    return (
        *_missing(profile, form, order),
        *_too_many(profile, form, order),
        *_too_large(profile, form, order, links_can_be_made=links_can_be_made),
    )


def _files(row: References | Voices | OneFile, order: Order) -> list[OrderFile | None]:
    """Give a field's files in order; of a list of voices None for a reference without one, but not at its end."""
    if not isinstance(row, Voices):
        return [item.file for item in order.media if item.field == row.name]
    voices = [item.voice for name in row.of for item in order.media if item.field == name]
    while voices and voices[-1] is None:
        voices.pop()
    return voices


def _missing(profile: GatewayProfile, form: ModelForm, order: Order) -> Iterator[Finding]:
    for name in profile.required:
        row = form.get(name)
        if row is not None and not any(item.field == name for item in order.media):
            yield Finding(code="gateway.required", field=name, values={"wanted": row.label.lower()})


def _too_many(profile: GatewayProfile, form: ModelForm, order: Order) -> Iterator[Finding]:
    if profile.several is not Several.ONE:
        return
    for use in uses(form, order):
        if use.field.endswith("]") and not use.field.endswith("[0]"):
            yield Finding(code="gateway.one_file", field=use.field)


def _too_large(profile: GatewayProfile, form: ModelForm, order: Order, *, links_can_be_made: bool) -> Iterator[Finding]:
    if links_can_be_made:
        return
    limit = profile.inline_total_bytes
    # A file's own bytes are three quarters of its base64.
    values = {"maximum": limit * 3 // 4 / MIB}
    sizes = {use.field: base64_bytes(use.file.size_bytes) for use in uses(form, order)}
    alone = [name for name, size in sizes.items() if size > limit]
    for name in alone:
        found = {"found": sizes[name] * 3 / 4 / MIB, **values}
        yield Finding(code="gateway.too_large", field=name, values=found)
    if not alone and sum(sizes.values()) > limit:
        found = {"found": sum(sizes.values()) * 3 / 4 / MIB, **values}
        yield Finding(code="gateway.too_large_together", field=max(sizes, key=lambda name: sizes[name]), values=found)
