"""The service sheet: which service, whose key at it, where that key belongs, and what is not confirmed of it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import gradio as gr

from lib.providers.modelstream_profile import MODELSTREAM
from lib.providers.regions import presets
from lib.providers.unconfirmed import unconfirmed_parts
from lib.secret import Secret
from lib.ui.panels import panel
from lib.ui.paying import Paying
from lib.ui.secret_box import recall, remember, secret_box
from lib.ui.services import BY_HAND, Services
from lib.ui.view import ANIMATIC, SERVICE_WORDS

# By service, where the browser keeps its key. A box for each: no key is ever sent to the service of another.
KEPT_AS: Mapping[str, str] = {"dashscope": "r2v.key", "modelstream": "r2v.key.modelstream"}
_PREFIXES: Mapping[str, str] = {"dashscope": "sk-", "modelstream": "sk- or ms-"}
_INFO = "It goes with a submit and is held in memory until your jobs have ended."

_NOTE = """
{{#if value.title}}<div class="r2v-unconfirmed"><p><strong>{{value.title}}</strong> {{value.text}}</p>
  <details><summary>What is not known</summary><ul>{{#each value.items}}<li>{{this}}</li>{{/each}}</ul></details>
  <p>{{value.files}}</p></div>{{else if value.text}}<p class="r2v-service-note">{{value.text}}</p>{{/if}}
"""


@dataclass(frozen=True, kw_only=True)
class Secrets:
    """What the page's boxes for secrets hold: a key for each service that takes one, and the access code."""

    keys: Mapping[str, Secret]
    access_code: Secret

    @classmethod
    def of(cls, values: Sequence[str | None]) -> "Secrets":
        """Read the values of `ServiceSheet.secrets`."""
        *keys, code = [Secret((value or "").strip()) for value in values]
        return cls(keys=dict(zip(KEPT_AS, keys, strict=True)), access_code=code)

    def key(self, service: str) -> Secret:
        """Give the key for a service, empty where it has none."""
        return self.keys.get(service, Secret(""))


class ServiceSheet:
    """The components of the sheet."""

    def __init__(self, services: Services) -> None:
        self._services = services
        self.keys: dict[str, gr.Textbox] = {}
        self._paying = Paying(services.settings, KEPT_AS)

    def draw(self) -> None:
        """Draw it as a new page starts."""
        settings = self._services.settings
        start = settings.service
        choices = [(SERVICE_WORDS[name], name) for name in self._services.offered]
        self.service = gr.Radio(choices, value=start, label="Service", elem_id="service")
        self.note = panel(note_view(self._services, start), _NOTE, "unconfirmed")
        with gr.Column(elem_id="api-key", elem_classes="r2v-keys"):
            for name in KEPT_AS:
                self._draw_key(name, visible=name == _keyed(start))
        self._paying.draw()
        regions = [(region.title, region.id) for region in presets()]
        owned = [("As this app is set", "")] if settings.dashscope_key else []
        self.region = gr.Radio(
            [*owned, *regions, ("Another host", BY_HAND)],
            value="" if owned else settings.dashscope_region,
            label="Region of the key",
            elem_id="region",
            visible=start == "dashscope",
        )
        self.host = gr.Textbox(
            "", label="Host", placeholder="https://…/api/v1", elem_id="host", visible=False, max_lines=1
        )
        self.access_code = secret_box(
            label="Access code",
            info="The owner of this app asks for it before their key is spent.",
            elem_id="access-code",
            visible=bool(settings.access_code),
        )

    def secrets(self) -> list[gr.Component]:
        """Give what `Secrets.of` reads."""
        return [*self.keys.values(), self.access_code]

    def wire(self, page: gr.Blocks, at_once: Mapping[str, Any]) -> None:
        """Declare the sheet's own events: what belongs to the service chosen is shown, and keys stay in the browser."""
        shown = [*self.keys.values(), self.region, self.host, self.note]
        for component in (self.service, self.region):
            # The review listens to it too, and of two that keep the last call each calls the other again (`Repairs`).
            component.change(self.show, [self.service, self.region], shown, trigger_mode="multiple", **at_once)
        for name, box in self.keys.items():
            box.change(None, box, None, js=remember(KEPT_AS[name]), **at_once)
        self._paying.wire(page, list(self.keys.values()), at_once)
        page.load(None, None, list(self.keys.values()), js=recall(*KEPT_AS.values()), **at_once)

    def show(self, service: str, region: str) -> list[Any]:
        """Show the key box, the region and the note that belong to a service."""
        keys = [gr.update(visible=name == _keyed(service)) for name in self.keys]
        there = service == "dashscope"
        host = gr.update(visible=there and region == BY_HAND)
        return [*keys, gr.update(visible=there), host, note_view(self._services, service)]

    def _draw_key(self, name: str, *, visible: bool) -> None:
        self.keys[name] = secret_box(
            label=f"Your {SERVICE_WORDS[name]} key", info=_INFO, placeholder=_PREFIXES[name], visible=visible
        )


def note_view(services: Services, service: str) -> dict[str, Any]:
    """Say what is not confirmed of a service, and how files reach it; empty where there is nothing to say."""
    if service == "sandbox":
        return {"title": "", "text": ANIMATIC, "items": [], "files": ""}
    if service != "modelstream":
        return {"title": "", "text": "", "items": [], "files": ""}
    text = "The gateway's pages leave parts of its interface open; this app does there what gateways of its kind do."
    inside = MODELSTREAM.inline_total_bytes * 3 // 4 // 2**20
    public = services.settings.public_url
    files = f"Small pictures go inside the request, other files as links under {public}, open while the job runs."
    none = f"This app has no public address, so files go inside the request: about {inside} MB of them in all."
    items = [*unconfirmed_parts(MODELSTREAM), *MODELSTREAM.unknown]
    return {"title": "Unconfirmed.", "text": text, "items": items, "files": files if public else none}


def service_view(services: Services, service: str) -> dict[str, Any]:
    """Say which service is in use, plainly."""
    notes = {
        "sandbox": "an offline animatic: your references as a moving storyboard; free",
        "dashscope": "paid on success, on ",
        "modelstream": "a gateway, in parts unconfirmed; paid from a prepaid quota, on ",
    }
    note = notes[service]
    if service != "sandbox":
        note += "this app's key or yours" if services.owner_account(service) is not None else "your key"
    return {"service": service, "title": SERVICE_WORDS[service], "note": note}


def _keyed(service: str) -> str:
    """Give the service whose key box is shown; with the sandbox, which needs none, the one that most have."""
    return service if service in KEPT_AS else "dashscope"
