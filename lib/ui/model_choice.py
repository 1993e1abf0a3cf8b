"""The line at the top of the form: which model makes the video, and in a few words what it is for."""

import json
from collections.abc import Mapping
from typing import Any

import gradio as gr

from lib.forms.catalog import Catalog
from lib.forms.form import ModelForm
from lib.forms.in_browser import prompt_rules
from lib.ui.ideas import fitting
from lib.ui.panels import panel
from lib.ui.prompt_desk import prompt_desk

_NOTE = """<p class="r2v-model-note"><span>{{value.summary}}</span> <code>{{value.model}}</code></p>
{{#if value.left_out}}<p class="r2v-left-out">{{value.left_out}}</p>{{/if}}"""
PROMPT = "prompt"


class ModelChoice:
    """The control with its note, and the chips above the prompt, whose citations are the model's."""

    def __init__(self, catalog: Catalog) -> None:
        self._catalog = catalog

    def draw(self) -> None:
        """Draw the control: every model, each followed by its dated versions."""
        forms = [form for form in map(self._catalog.get, self._catalog.ids) if form is not None]
        with gr.Row(elem_classes="r2v-model-row"):
            self.model = gr.Dropdown(
                [(form.title, form.id) for form in forms],
                value=self._catalog.default.id,
                label="Model",
                show_label=False,
                container=False,
                filterable=False,
                elem_id="model",
                min_width=280,
            )
            self.note = panel(self._note_view(self._catalog.default), _NOTE, "model-note")

    def draw_chips(self) -> None:
        """Draw the chips and the count of characters; what stands in the prompt is marked by the same script."""
        self.chips = prompt_desk(chips_view(self._catalog.default))

    def wire(self, prompt: gr.Component, at_once: Mapping[str, Any]) -> None:
        """Let the note and the chips follow the model; the browser knows them all, so it asks nobody."""
        prompt.change(None, None, None, js="() => { document.dispatchEvent(new Event('r2v:prompt')); }", **at_once)
        forms = filter(None, map(self._catalog.get, self._catalog.ids))
        views = {form.id: [chips_view(form), self._note_view(form)] for form in forms}
        script = f"""(model) => {{
          const [chips, note] = ({json.dumps(views)})[model] ?? [];
          return chips ? [chips, {{ ...note, summary: window.r2vPage?.words[note.summary] ?? note.summary }}] : [];
        }}"""
        self.model.change(None, self.model, [self.chips, self.note], js=script, **at_once)

    def _note_view(self, form: ModelForm) -> dict[str, Any]:
        left_out = " ".join(failure.sentence for failure in self._catalog.left_out)
        return {"summary": form.summary, "model": form.id, "left_out": left_out}


def chips_view(form: ModelForm) -> dict[str, Any]:
    """Give what the chips write, how the prompt's characters are counted, and which ideas fit the model."""
    return {**prompt_rules(form), "ideas": fitting(form)}
