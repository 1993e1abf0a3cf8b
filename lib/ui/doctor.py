"""The key doctor on the page: a button that tells whether a key is good, and one that sets the region where it is."""

from typing import Any

import gradio as gr

from lib.errors import StudioError
from lib.providers.doctor import Diagnosis, Verdict, examine
from lib.providers.regions import REGIONS, presets
from lib.ui.edge import AT_ONCE, QUEUED, on_the_page
from lib.ui.keyholders import Split, caller_of, holder
from lib.ui.panels import ALERT, CHECK, NOTE, STOP, panel
from lib.ui.reading import PageForm
from lib.ui.service_sheet import Secrets, ServiceSheet
from lib.ui.services import Services

_VERDICT = f"""
{{{{#if value.line}}}}<div class="r2v-doctor r2v-tone-{{{{value.tone}}}}" role="status">
  <p class="r2v-verdict"><span class="r2v-mark r2v-mark-ok">{CHECK}</span><span class="r2v-mark r2v-mark-warning"
  >{ALERT}</span><span class="r2v-mark r2v-mark-error">{STOP}</span><span class="r2v-mark r2v-mark-idle">{NOTE}</span>
  <span>{{{{value.line}}}}</span></p>
  {{{{#if value.advice}}}}<p>{{{{value.advice}}}}</p>{{{{/if}}}}
  {{{{#if value.region}}}}<button type="button" class="r2v-fix" data-region="{{{{value.region}}}}"
    >{{{{value.label}}}}</button>{{{{/if}}}}
  {{{{#if value.code}}}}<p class="r2v-code"><code>{{{{value.code}}}}</code></p>{{{{/if}}}}
</div>{{{{/if}}}}
"""

_SCRIPT = """
element.addEventListener('click', (event) => {
  const button = event.target.closest('[data-region]');
  if (button) trigger('select', { region: button.dataset.region });
});
// What was asked for must be seen: the verdict's button may be beneath the line that stays at the bottom.
watch('value', () => {
  if (props.value.line) requestAnimationFrame(() => element.scrollIntoView({ block: 'nearest' }));
});
"""

_NOTHING = {"tone": "idle", "line": "", "advice": "", "region": "", "label": "", "code": ""}
_CLEAR = "() => [{ tone: 'idle', line: '' }]"
_ASKING = "() => [{ tone: 'idle', line: 'Asking the service, at no cost.' }]"
_TONES = {Verdict.GOOD: "ok", Verdict.LIKELY: "warning", Verdict.ELSEWHERE: "warning", Verdict.UNCLEAR: "warning"}


class KeyDoctor:
    """The components of the doctor, at the end of the service sheet."""

    def __init__(self, services: Services) -> None:
        self._services = services

    def draw(self) -> None:
        """Draw the button, and the place of the verdict."""
        with gr.Row(elem_classes="r2v-doctor-row"):
            self.test = gr.Button("Test key", elem_id="test-key", size="sm", min_width=110)
            self.verdict = panel(dict(_NOTHING), _VERDICT, "key-verdict", _SCRIPT)

    def wire(self, sheet: ServiceSheet, form: list[gr.Component], split: Split) -> None:
        """Declare the events; a verdict goes when what it is about changes."""
        inputs = [*sheet.secrets(), *form]

        def test_key(*values: Any) -> dict[str, str]:  # noqa: ANN401 - the components' own values
            """Try the key that the page would send with."""
            return self._examined(*split(values))

        asked = self.test.click(None, None, self.verdict, js=_ASKING, queue=False, api_visibility="private")
        asked.then(on_the_page(test_key), inputs, self.verdict, **QUEUED)
        self.verdict.select(on_the_page(_chosen), None, sheet.region, **AT_ONCE)
        for component in (*sheet.secrets(), sheet.service, sheet.region, sheet.host):
            component.change(None, None, self.verdict, js=_CLEAR, queue=False, api_visibility="private")

    def _examined(self, typed: Secrets, page: PageForm) -> dict[str, str]:
        services = self._services
        try:
            caller = caller_of(page, "", typed, page.service)
            account = holder(services, page.service, caller)
            found = examine(services.jobs.provider(account.service), account, page.form.id, presets())
        except StudioError as error:
            return {**_NOTHING, "tone": "error", "line": error.failure.message, "advice": error.failure.advice}
        return verdict_view(found, own=bool(caller.key))


def verdict_view(found: Diagnosis, *, own: bool) -> dict[str, str]:
    """Show a verdict; the region is set by a button where it is the visitor's own key, and by the owner elsewhere."""
    advice, region = found.advice, found.region
    if region and not own:
        advice, region = f"Set DASHSCOPE_API_REGION={region} where this app runs, and start it again.", ""
    return {
        "tone": _TONES.get(found.verdict, "error"),
        "line": found.message,
        "advice": advice,
        "region": region,
        "label": f"Use {REGIONS[region].title}" if region else "",
        "code": " · ".join(part for part in (found.code, found.request_id) if part),
    }


def _chosen(event: gr.EventData) -> str:
    """Choose the region where the key is good."""
    region = str(event.region)
    return region if region in REGIONS else ""
