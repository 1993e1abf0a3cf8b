"""Who pays, in the service sheet: whether a key stays in this browser, forgetting it, and Hugging Face's login."""

from collections.abc import Mapping
from typing import Any

import gradio as gr

from lib.settings import Settings
from lib.ui.login import has_login
from lib.ui.secret_box import KEEP, forget, recall_choice, remember_choice


class Paying:
    """The small controls beneath the key boxes."""

    def __init__(self, settings: Settings, kept_as: Mapping[str, str]) -> None:
        self._settings = settings
        self._kept_as = kept_as

    def draw(self) -> None:
        """Draw them."""
        with gr.Row(elem_id="key-keeping", elem_classes="r2v-keeping"):
            self.keep = gr.Checkbox(True, label="Keep my keys in this browser", elem_id="keep-key", container=False)
            self.forget = gr.Button("Forget my keys", size="sm", variant="secondary", elem_id="forget-key")
        if has_login(self._settings):
            gr.LoginButton(size="sm", elem_id="login")

    def wire(self, page: gr.Blocks, keys: list[gr.Component], at_once: Mapping[str, Any]) -> None:
        """Declare the events, none of which reaches the server."""
        names = list(self._kept_as.values())
        page.load(None, None, self.keep, js=recall_choice(KEEP), **at_once)
        self.keep.change(None, [self.keep, *keys], None, js=remember_choice(KEEP, names), **at_once)
        self.forget.click(None, None, keys, js=forget(names), **at_once)
