"""The events of mending: a click at a finding repairs a file or the prompt, another brings the original back."""

from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field
from typing import Any

import gradio as gr

from lib.forms.check_prompt import FIT, REWRITE, shown_slots
from lib.forms.fields import OneFile
from lib.forms.rewrite import Slot as Cited
from lib.forms.rewrite import as_the_model_reads, follow
from lib.forms.shot_list import fitted, shot_list, written
from lib.forms.words import subject
from lib.media.mend import Choice, Repair
from lib.ui.desk import Aside, Cards
from lib.ui.edge import AT_ONCE, QUIET, on_the_page
from lib.ui.fixes import FIX_WORDS, RESTORE, SAFE
from lib.ui.form_panel import FormPanel
from lib.ui.mending import Held, held_at, original_of, repaired, swap
from lib.ui.panels import HIDDEN
from lib.ui.reading import PageForm, Placed, place
from lib.ui.restore import is_another_form
from lib.ui.services import Services

# A picture of 100 megapixels takes more than a gigabyte while it is repaired, a clip a whole core.
AT_A_TIME: dict[str, Any] = {"concurrency_limit": 2, "concurrency_id": "mending"}
PROMPT = "prompt"
ALL = "all"


@dataclass(kw_only=True)
class Changes:
    """What a repair has done so far, as the page's components take it; swaps by tray, the references' is the empty one.

    Attributes:
        trays: the keys of the trays, in the order of the components.
        done: what was done to the prompt, which has an undo; empty where nothing was.
    """

    trays: tuple[str, ...]
    swaps: dict[str, list[dict[str, Any]]] = field(default_factory=dict)
    prompt: Any = field(default_factory=gr.skip)
    prompt_before: Any = field(default_factory=gr.skip)
    done: str = ""

    def outputs(self, line: str, share: float, *, busy: bool) -> list[Any]:
        """Give the values of the trays, the prompt, the one it was before, the line of progress and its Stop."""
        return [
            *(gr.update(swaps=list(self.swaps[key])) if self.swaps.get(key) else gr.skip() for key in self.trays),
            self.prompt,
            self.prompt_before,
            {"line": line, "percent": max(1, round(share * 100)) if busy else 0, "undo": bool(self.done) and not busy},
            gr.Button(visible=busy or HIDDEN),
        ]


class Repairs:
    """Wires the repairs and the citations that follow their references."""

    def __init__(self, services: Services, form: FormPanel, read: Callable[..., PageForm]) -> None:
        self._services = services
        self._form = form
        self._read = read

    def wire(self) -> None:
        """Declare the events."""
        form, slots = self._form, self._form.slots
        before = gr.State("")
        trays = [form.references, *form.singles.values()]
        outputs = [*trays, form.widgets[PROMPT], before, form.mending, form.stop]
        events = [
            panel.select(on_the_page(self.mend), [before, *form.inputs()], outputs, **AT_A_TIME, **QUIET)
            for panel in (form.findings, form.mending)
        ]
        clear = {"fn": on_the_page(self.stopped), "outputs": outputs[-2:]}
        # Cleared again: the repair's last word may have been on its way when it was stopped, and come in between.
        form.stop.click(**clear, cancels=events, **AT_ONCE).then(**clear, **AT_ONCE)
        # The review listens to the same event. Where two such listeners keep the last call that came while they were
        # busy, Gradio calls both again for either, so that they set each other off for ever: this one keeps none.
        follow = {"fn": on_the_page(self.follow), "outputs": [form.widgets[PROMPT], slots], "trigger_mode": "multiple"}
        # No more than it needs: a widget in the middle of a switch may hold what only the model before it takes.
        inputs = [slots, form.references, form.widgets[PROMPT], form.aside, form.choice.model]
        form.references.change(**follow, inputs=inputs, **AT_ONCE)

    async def mend(self, event: gr.EventData, before: str, *values: Any) -> AsyncIterator[list[Any]]:  # noqa: ANN401 - components'
        """Do what a click at a finding asks for; the original is kept."""
        page = self._read(values)
        placed = place(page, self._services.facts)
        changes = self._none()
        for at, fix in self._asked(str(event.fix), str(event.field), page, placed):
            if at == PROMPT:
                self._mend_prompt(fix, changes, before, page, placed)
            elif (held := held_at(placed, page.form, at)) is not None:
                line = f"{FIX_WORDS[fix]}: {subject(at, page.form)}"
                async for share in self._mend_file(fix, changes, held, page, _choice(event)):
                    yield changes.outputs(line, share, busy=True)
        yield changes.outputs(changes.done, 0, busy=False)

    async def _mend_file(
        self, fix: str, changes: Changes, held: Held, page: PageForm, choice: Choice
    ) -> AsyncIterator[float]:
        """Repair one file, or bring its original back; give the share that is done."""
        done = changes.swaps.setdefault(self._tray_of(held, page), [])
        if fix == RESTORE:
            original = original_of(held)
            done.extend([swap(held, original)] if original else [])
            return
        async for step in repaired(held, Repair(fix), self._services.facts, choice):
            if isinstance(step, float):
                yield step
            else:
                done.append(swap(held, step))

    def _mend_prompt(self, fix: str, changes: Changes, before: str, page: PageForm, placed: Placed) -> None:
        prompt, seconds = str(page.values[PROMPT]), page.values.get("duration")
        if fix == REWRITE:
            changes.prompt, changes.prompt_before = self._rewritten(page, placed), prompt
            changes.done = "The citations are written as the model reads them."
        elif fix == FIT and isinstance(seconds, int | float):
            changes.prompt, changes.prompt_before = written(fitted(shot_list(prompt), float(seconds))), prompt
            changes.done = f"The scenes were fitted to {seconds:g} s."
        elif fix == RESTORE and before:
            changes.prompt, changes.prompt_before = before, ""

    def stopped(self) -> list[Any]:
        """Take the line of progress away; the repair itself ends with its event."""
        return self._none().outputs("", 0, busy=False)[-2:]

    def follow(self, slots: list[list[str]], cards: Cards | None, prompt: str, aside: object, model: str) -> list[Any]:
        """Let the prompt's citations follow the references that were moved, removed or brought back."""
        if Aside.of(aside).model != model:
            # The switch that is under way says where the references stand.
            return [gr.skip(), gr.skip()]
        page = PageForm(form=self._services.form(model), values={}, references=cards or [])
        placed = place(page, self._services.facts)
        lists = list(page.form.lists())
        names = {row.name for row in lists}
        pairs = zip(placed.draft.attached, placed.cards, strict=True)
        now = [Cited(str(card["id"]), item.field) for item, card in pairs if item.field in names]
        known = [Cited(*slot) for slot in slots]
        # A form that was put back brings its own prompt, which cites its own references.
        before = [] if is_another_form([slot.key for slot in now], [slot.key for slot in known]) else known
        written, after = follow(prompt, lists, before, now)
        return [gr.skip() if written == prompt else written, [[slot.key, slot.field] for slot in after]]

    def _asked(self, fix: str, at: str, page: PageForm, placed: Placed) -> list[tuple[str, str]]:
        """Give the repairs of a click, by field: one, or all the safe ones, one for each file."""
        if fix != ALL:
            return [(at, fix)] if fix in FIX_WORDS else []
        checked = self._services.check(placed.draft, self._services.tariff(page.service))
        asked: dict[str, str] = {}
        for finding in checked.findings:
            if finding.fix in SAFE:
                asked.setdefault(finding.field, str(finding.fix))
        return list(asked.items())

    def _rewritten(self, page: PageForm, placed: Placed) -> str:
        lists = list(page.form.lists())
        return as_the_model_reads(str(page.values[PROMPT]), lists, shown_slots(placed.draft, lists))

    def _none(self) -> Changes:
        return Changes(trays=("", *self._form.places.singles))

    def _tray_of(self, held: Held, page: PageForm) -> str:
        row = page.form.get(held.slot.field)
        return self._form.places.key(row) if isinstance(row, OneFile) else ""


def _choice(event: gr.EventData) -> Choice:
    """Give the part that the person picked, none where they picked none. A browser may send anything."""
    start, end = getattr(event, "start", None), getattr(event, "end", None)
    if isinstance(start, int | float) and isinstance(end, int | float) and 0 <= start < end:
        return Choice(start_seconds=float(start), end_seconds=float(end))
    return Choice()
