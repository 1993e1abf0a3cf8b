"""The events of restoring: a job, a video or a bundle puts its form back on the page, and one click undoes it."""

from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import gradio as gr

from lib.errors import Failure, InputError, NotFound
from lib.jobs.record import Record
from lib.ui.desk import Desk
from lib.ui.desk_reading import DeskReading
from lib.ui.edge import QUEUED, on_the_page
from lib.ui.form_panel import FormPanel
from lib.ui.keyholders import is_own
from lib.ui.language.visitor import event_language
from lib.ui.model_choice import PROMPT
from lib.ui.model_events import ModelEvents
from lib.ui.next_shot import continued, last_frame_card
from lib.ui.next_told import next_words
from lib.ui.reading import place as put
from lib.ui.restore import Restored, as_desk, from_file, from_record, is_zip, marked, provenance_of
from lib.ui.restored_line import CLEAR, NOTHING, RESTORE, UNDO
from lib.ui.result_panel import ResultPanel
from lib.ui.services import Services
from lib.ui.starters import filled, starter
from lib.ui.uploads import upload_of


@dataclass(frozen=True, kw_only=True)
class Memory:
    """What a session keeps of it.

    Attributes:
        before: the page as it stood before a form was put back last, None before the first.
        offered: the path of a clip in the tray that was made here, empty for none.
        seen: the paths of the cards that were looked at.
    """

    before: Desk | None = None
    offered: str = ""
    seen: frozenset[str] = frozenset()


class Restoring:
    """Wires the ways back."""

    def __init__(
        self, services: Services, form: FormPanel, result: ResultPanel, model: ModelEvents, reading: DeskReading
    ) -> None:
        self._services = services
        self._form = form
        self._result = result
        self._model = model
        self._reading = reading

    def wire(self, visitor: gr.BrowserState, job: gr.BrowserState) -> None:
        """Declare the events."""
        form, result = self._form, self._result
        memory = gr.State(Memory())
        inputs = [visitor, memory, *form.inputs()]
        outputs = [*self._model.outputs(), form.restored, memory]
        result.use_form.click(on_the_page(self.use), [job, *inputs], outputs, **QUEUED)
        result.open.upload(on_the_page(self.open), [result.open, *inputs], outputs, **QUEUED)
        # `input` and not `change`: what a reload or this very event puts into the tray was not brought by the person.
        form.references.input(on_the_page(self.arrived), inputs, outputs, **QUEUED)
        form.restored.select(on_the_page(self.chosen), inputs, outputs, **QUEUED)
        result.welcome.starter(on_the_page(self.begin), inputs, outputs, **QUEUED)
        result.result.shot(on_the_page(self.go_on), [job, *inputs], outputs, **QUEUED)

    def use(self, job: str, visitor: str, memory: Memory, *values: Any) -> list[Any]:  # noqa: ANN401 - the components' own
        """Put the form of the job that is shown back, where it is the visitor's own."""
        record = self._services.jobs.get(job)
        if not is_own(record, visitor):
            raise NotFound(
                Failure(
                    code="Studio.NoSuchJob",
                    message="This video was made in another browser.",
                    advice="Its form can be restored there, or from its bundle.",
                )
            )
        return self._put(from_record(self._services, record), memory, values, "The form of this video is back.")

    def open(self, file: str, visitor: str, memory: Memory, *values: Any) -> list[Any]:  # noqa: ANN401 - as above
        """Put back the form that a chosen file tells of."""
        upload = upload_of({"path": str(file)}, "bundle")
        return self._put(self._told(upload.path, visitor), memory, values, "The form is back.")

    def arrived(self, visitor: str, memory: Memory, *values: Any) -> list[Any]:  # noqa: ANN401 - as above
        """Look at what somebody has just brought to the tray: a video that was made here can give its form back.

        On an empty form it does so at once; elsewhere it stays the clip as which it was brought, and the way is shown.
        A bundle can be nothing else, so it is opened.
        """
        paths = [upload_of(card, "reference").path for card in values[0] or []]
        new = [path for path in paths if str(path) not in memory.seen]
        memory = replace(memory, seen=frozenset(map(str, paths)))
        bundle = next((path for path in new if is_zip(path)), None)
        if bundle is not None:
            return self._put(self._told(bundle, visitor), memory, values, "The form of this bundle is back.")
        made = next((path for path in new if provenance_of(path) is not None), None)
        if made is not None and self._is_alone(values):
            line = "This video was made here, and its form is back."
            return self._put(self._told(made, visitor), memory, values, line, undo="Use it as a clip")
        if made is not None:
            return self._said(_offer(made), replace(memory, offered=str(made)))
        if memory.offered and memory.offered not in memory.seen:
            return self._said(NOTHING, replace(memory, offered=""))
        return self._said(gr.skip(), memory)

    def chosen(self, event: gr.EventData, visitor: str, memory: Memory, *values: Any) -> list[Any]:  # noqa: ANN401 - as above
        """Do what the line offers: restore the clip's form, or change back what was replaced. Twice is undone."""
        if event.act == RESTORE and memory.offered:
            told = self._told(Path(memory.offered), visitor)
            return self._put(told, memory, values, "The form of this video is back.")
        if event.act == UNDO and memory.before is not None:
            line = {"line": "The form is as it was before.", "act": UNDO, "label": "Redo"}
            desk = replace(memory.before, references=marked(memory.before.references))
            return [*self._model.put(desk), line, replace(memory, before=self._reading.desk(values))]
        if event.act == CLEAR:
            before = self._reading.desk(values)
            desk = replace(before, values={**before.values, PROMPT: ""})
            line = {"line": "The prompt is empty: write what happens next.", "act": UNDO, "label": "Undo"}
            return [*self._model.put(desk, before), line, replace(memory, before=before)]
        return self._said(gr.skip(), memory)

    def begin(self, event: gr.EventData, visitor: str, memory: Memory, *values: Any) -> list[Any]:  # noqa: ANN401, ARG002 - as above
        """Fill the form with an example."""
        one = starter(str(event.name))
        if one is None:
            return self._said(gr.skip(), memory)
        form = filled(one, self._services.catalog.default, event_language())
        return self._put(form, memory, values, "The example is in the form; change what you like.")

    def go_on(self, event: gr.EventData, job: str, visitor: str, memory: Memory, *values: Any) -> list[Any]:  # noqa: ANN401, ARG002 - as above
        """Take the last frame of the video that is shown as a reference, or as the first frame, of the next one."""
        before = self._reading.desk(values)
        record = self._result.record_of(job)
        card = last_frame_card(self._services, record)
        desk = continued(before, card, self._services.form(before.model), self._form.places, str(event.place))
        said = {**self._told_next(record, before, str(event.place)), "act": UNDO, "label": "Undo"}
        after = replace(memory, before=before, offered="", seen=memory.seen | {str(card["path"])})
        return [*self._model.put(desk, before), said, after]

    def _told_next(self, record: Record | None, desk: Desk, place: str) -> dict[str, str]:
        """Say what the frame leaves as it is. The prompt is the person's: it is kept, and emptied by a click."""
        page = self._reading.page_form(desk)
        prompt = str(page.values.get(PROMPT) or "")
        facts = self._services.facts
        numbered = put(page, facts).draft.numbered()
        now = {(item.field, index + 1): facts.facts(item.upload.path).sha256 for index, item in numbered}
        line = next_words(record.order, page.form, prompt, now, place) if record is not None else ""
        return {"line": line, "clear": "Empty the prompt" if prompt.strip() else ""}

    def _told(self, path: Path, visitor: str) -> Restored:
        told = from_file(self._services, path, visitor)
        if told is None:
            raise InputError(
                Failure(
                    code="Studio.NotMadeHere",
                    message="This file does not tell how it was made.",
                    advice="Choose a video or a bundle of this app as it was downloaded; other programs drop the note.",
                )
            )
        return told

    def _put(
        self, form: Restored, memory: Memory, values: tuple[Any, ...], line: str, *, undo: str = "Undo"
    ) -> list[Any]:
        """Give the outputs that put a form on the page; what stood there is one click away."""
        said = {"line": f"{line} {form.regret}".strip(), "act": UNDO, "label": undo}
        seen = memory.seen | {str(card["path"]) for card in form.references}
        after = replace(memory, before=self._reading.desk(values), offered="", seen=seen)
        desk = as_desk(form, self._services.form(form.model), self._form.places)
        return [*self._model.put(desk), said, after]

    def _said(self, line: Any, memory: Memory) -> list[Any]:  # noqa: ANN401 - a panel's value, or Gradio's skip
        return [*[gr.skip()] * len(self._model.outputs()), line, memory]

    def _is_alone(self, values: tuple[Any, ...]) -> bool:
        """Tell whether the newcomer is all that stands on the page."""
        page = self._reading.read(values)
        alone = len(page.references) == 1 and not any(page.singles.values())
        return alone and not str(page.values.get("prompt") or "").strip()


def _offer(path: Path) -> dict[str, str]:
    return {"line": f"{path.name} was made here.", "act": RESTORE, "label": "Restore its form"}
