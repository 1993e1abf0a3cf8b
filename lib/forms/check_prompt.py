"""The prompt against the references and the duration: who is cited, and what happens when."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise

from lib.forms.draft import Draft
from lib.forms.fields import References, Text
from lib.forms.finding import Finding, at
from lib.forms.form import ModelForm, Severity
from lib.forms.prompt import Cited, Shot, citations, list_of, shots
from lib.forms.rewrite import Slot, cited_as, meant

# The name of the repair that writes every citation as the model reads it.
REWRITE = "prompt_rewrite"
# The name of the repair that lets the scenes fill the video, each as long in proportion as it was.
FIT = "prompt_fit"


def check_prompt(draft: Draft, form: ModelForm, values: Mapping[str, object]) -> Iterator[Finding]:
    """Give what is wrong with the prompt's citations and scenes."""
    prompt = values.get("prompt")
    row = form.get("prompt")
    # A prompt that is too long is said to be; a hundred thousand findings about the rest would help nobody.
    if not isinstance(prompt, str) or (isinstance(row, Text) and row.length(prompt) > row.max_chars):
        return
    lists = list(form.lists())
    cited = citations(prompt, lists) if lists else ()
    yield from _missing(cited, draft, lists)
    if all(one.citation.expected for one in lists):
        yield from _foreign(cited, lists, shown_slots(draft, lists))
    if prompt.strip():
        yield from _unused(prompt, cited, draft, [one for one in lists if one.citation.expected])
    yield from _scenes(prompt, values.get("duration"))


def shown_slots(draft: Draft, lists: Sequence[References]) -> list[Slot]:
    """Give the references in the order shown."""
    names = {row.name for row in lists}
    return [
        Slot(key=at(item.field, index), field=item.field) for index, item in draft.numbered() if item.field in names
    ]


def _missing(cited: tuple[Cited, ...], draft: Draft, lists: list[References]) -> Iterator[Finding]:
    said: set[tuple[str, int]] = set()
    for citation in cited:
        row = list_of(citation, lists)
        if row is None or (row.name, citation.number) in said:
            continue
        if not 1 <= citation.number <= draft.count(row.name):
            said.add((row.name, citation.number))
            severity: Severity = "error" if row.citation.expected else "warning"
            yield Finding(code="citation.missing", field="prompt", severity=severity, values={"found": citation.text})


def _foreign(cited: tuple[Cited, ...], lists: list[References], shown: list[Slot]) -> Iterator[Finding]:
    said: set[str] = set()
    for citation in cited:
        name = cited_as(citation, lists, shown)
        if name == citation.text or citation.text in said:
            continue
        said.add(citation.text)
        if name is None and list_of(citation, lists) is not None:
            continue  # said as missing already
        if name is None:
            severity: Severity = "error" if citation.word == "character" else "warning"
            yield Finding(code="citation.missing", field="prompt", severity=severity, values={"found": citation.text})
            continue
        values = {"found": citation.text, "wanted": name}
        yield Finding(code="citation.foreign", field="prompt", severity="warning", values=values, fix=REWRITE)


def _unused(prompt: str, cited: tuple[Cited, ...], draft: Draft, lists: list[References]) -> Iterator[Finding]:
    shown = shown_slots(draft, lists)
    named = {meant(citation, lists, shown) for citation in cited}
    alone = len(shown) == 1
    for index, item in draft.numbered():
        row = next((row for row in lists if row.name == item.field), None)
        if row is None or (item.field, index + 1) in named or (alone and _is_plainly_named(prompt, row)):
            continue
        yield Finding(code="citation.unused", field=at(item.field, index), severity="warning")
        if alone:
            also = {"found": _plain_names(row)[0]}
            yield Finding(code="single.reference", field="prompt", severity="note", values=also)


def _is_plainly_named(prompt: str, row: References) -> bool:
    return any(name in prompt.lower() for name in _plain_names(row))


def _plain_names(row: References) -> tuple[str, ...]:
    """Give the names that a single reference goes by (`api-facts.md` 2.4)."""
    chinese = ("参考图片", "参考图像", "参考图") if row.citation.chinese == "图" else (f"参考{row.citation.chinese}",)
    return (f"the reference {row.citation.english.lower()}", *chinese)


def _scenes(prompt: str, duration: object) -> Iterator[Finding]:
    found = shots(prompt)
    # Nought is as long as a clip, which is not known here.
    if isinstance(duration, int | float) and not isinstance(duration, bool) and duration > 0:
        yield from _against(found, duration)
    for shot in found:
        if shot.end <= shot.start:
            values = {"number": shot.number, "found": shot.end, "maximum": shot.start}
            yield Finding(code="shots.backwards", field="prompt", severity="warning", values=values)
    for before, after in pairwise(found):
        values = {"number": after.number, "found": after.start, "maximum": before.end}
        if after.start < before.end:
            yield Finding(code="shots.overlap", field="prompt", severity="warning", values=values)
        elif after.start > before.end:
            values = {"number": after.number, "minimum": before.end, "maximum": after.start}
            yield Finding(code="shots.gap", field="prompt", severity="warning", values=values)


def _against(found: Sequence[Shot], duration: float) -> Iterator[Finding]:
    """Hold the scenes against the video's length: one repair for all of them, at the first that says so."""
    beyond = [shot for shot in found if shot.end > duration]
    for shot in beyond:
        values = {"number": shot.number, "found": shot.end, "maximum": duration}
        fix = FIT if shot is beyond[0] else None
        yield Finding(code="shots.beyond", field="prompt", severity="warning", values=values, fix=fix)
    last = found[-1] if found else None
    if last is not None and not beyond and last.start < last.end < duration:
        values = {"number": last.number, "found": last.end, "maximum": duration}
        yield Finding(code="shots.short", field="prompt", severity="warning", values=values, fix=FIT)
