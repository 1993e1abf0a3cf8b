"""Recover from the account: tasks that this app doesn't know, to be adopted and saved, by whoever has the key."""

import time
from collections.abc import Sequence
from typing import Any

import gradio as gr

from lib.errors import StudioError
from lib.providers.provider import ListedTask
from lib.ui.edge import QUEUED, on_the_page
from lib.ui.form_panel import FormPanel
from lib.ui.keyholders import Split, caller_of, holder
from lib.ui.panels import fold, panel
from lib.ui.result_panel import ResultPanel
from lib.ui.services import Services

_TASKS = """
<div class="r2v-tasks"><p role="status">{{value.line}}</p>
  <ul>{{#each value.items}}<li><span class="r2v-task-what">{{this.state}} · {{this.when}}{{#if this.model}} ·
    {{this.model}}{{/if}}</span><code>{{this.task}}</code>{{#if this.useful}}<button type="button" class="r2v-fix"
    data-task="{{this.task}}">Adopt and save</button>{{/if}}</li>{{/each}}</ul>
</div>
"""

_SCRIPT = """
element.addEventListener('click', (event) => {
  const button = event.target.closest('[data-task]');
  if (button) trigger('select', { task: button.dataset.task });
});
"""

FIRST = "Videos of the last 24 hours that were made elsewhere with your key, or that this app lost sight of."
_ASKING = "() => [{ line: 'Asking the service for its list.', items: [] }]"
# The service's own words (`api-facts.md` 1.5); a word that isn't here is shown as it is.
_STATES = {
    "PENDING": "Queued",
    "SUSPENDED": "Queued",
    "RUNNING": "Running",
    "SUCCEEDED": "Succeeded",
    "FAILED": "Failed",
    "CANCELED": "Canceled",
}
# Nothing can come of these any more.
_OVER = frozenset({"FAILED", "CANCELED", "UNKNOWN"})


class AccountPanel:
    """The components."""

    def __init__(self, services: Services, result: ResultPanel) -> None:
        self._services = services
        self._result = result

    def draw(self) -> None:
        """Draw it, folded."""
        with fold("Recover from the account", "recover-sheet") as self.sheet:
            self.tasks = panel({"line": FIRST, "items": []}, _TASKS, "account-tasks", _SCRIPT)
            self.list = gr.Button("List tasks", elem_id="list-tasks", size="sm", min_width=110)
            with gr.Row(elem_classes="r2v-task-row"):
                self.task = gr.Textbox("", label="I have a task id", elem_id="task-id", max_lines=1)
                self.adopt = gr.Button("Adopt and save", elem_id="adopt-task", size="sm", min_width=130)

    def wire(self, form: FormPanel, split: Split, visitor: gr.BrowserState, job: gr.BrowserState) -> None:
        """Declare the events; queued, so that errors show."""
        page = [*form.sheet.secrets(), *form.inputs()]
        adopted = [job, self.tasks, self.task, *self._result.outputs()]

        def tasks(*values: Any) -> dict[str, Any]:  # noqa: ANN401 - the components' own values
            """List the account's tasks that have no job here."""
            return self._listed(split, values)

        def adopt_typed(visitor: str, task: str, *values: Any) -> list[Any]:  # noqa: ANN401 - as above
            """Adopt the task whose id was typed."""
            return self._adopted(visitor, task, split, values)

        def adopt_listed(event: gr.EventData, visitor: str, *values: Any) -> list[Any]:  # noqa: ANN401 - as above
            """Adopt a task of the list."""
            return self._adopted(visitor, str(event.task), split, values)

        asked = self.list.click(None, None, self.tasks, js=_ASKING, queue=False, api_visibility="private")
        asked.then(on_the_page(tasks), page, self.tasks, **QUEUED)
        self.adopt.click(on_the_page(adopt_typed), [visitor, self.task, *page], adopted, **QUEUED)
        self.tasks.select(on_the_page(adopt_listed), [visitor, *page], adopted, **QUEUED)

    def _listed(self, split: Split, values: tuple[Any, ...]) -> dict[str, Any]:
        services = self._services
        try:
            typed, page = split(values)
            account = holder(services, page.service, caller_of(page, "", typed, page.service))
            found = services.jobs.recovery.unknown_tasks(account)
        except StudioError as error:
            return {"line": error.failure.sentence, "items": []}
        return tasks_view(found, time.time())

    def _adopted(self, visitor: str, task: str, split: Split, values: tuple[Any, ...]) -> list[Any]:
        services = self._services
        typed, page = split(values)
        caller = caller_of(page, visitor, typed, page.service)
        account = holder(services, page.service, caller)
        record = services.jobs.recovery.adopt(account, task, visitor=visitor)
        line = {"line": "Adopted: it is saved as soon as it is done. List again for others.", "items": []}
        return [record.job, line, "", *self._result.show(record, visitor, "")]


def tasks_view(tasks: Sequence[ListedTask], now: float) -> dict[str, Any]:
    """Show a list of tasks."""
    items = [
        {
            "task": task.task_id,
            "state": _STATES.get(task.raw_status, task.raw_status),
            "when": ago_words(now - task.created),
            "model": task.model,
            "useful": task.raw_status not in _OVER,
        }
        for task in tasks
    ]
    if not items:
        return {"line": "No task of the last 24 hours is unknown here.", "items": []}
    count = "One task" if len(items) == 1 else f"{len(items)} tasks"
    return {"line": f"{count} of the last 24 hours without a job here.", "items": items}


def ago_words(seconds: float) -> str:
    """Say how long ago something was; no page states the zone of a service's times, and this needs none."""
    minutes = max(0, round(seconds / 60))
    hours, rest = divmod(minutes, 60)
    if minutes == 0:
        return "just now"
    return f"{hours} h {rest} min ago" if hours else f"{minutes} min ago"
