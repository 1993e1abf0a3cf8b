"""The history on the page: a strip of the newest beneath the result; above the page the whole, and the stage."""

import time
from pathlib import Path
from typing import Any

import gradio as gr

from lib.errors import StudioError
from lib.jobs.history import UNDER_WAY, History, Wanted
from lib.jobs.record import JobState
from lib.ui.history_cards import LETTERS, card, comparison, strip
from lib.ui.history_words import LANGUAGES
from lib.ui.panels import panel
from lib.ui.services import Services
from lib.ui.stage import programme, stage_film

ASSETS = Path(__file__).parents[2] / "assets"
# They share one scope and declare before they use; the first is the tray's.
PARTS = (
    "tray/nodes",
    "history/nodes",
    "history/filters",
    "history/piece",
    "history/player",
    "history/compare",
    "history/sheet",
    "history/stage",
)

STRIP_LENGTH = 12
STILL_RUNNING = "It is still under way. Cancel it first, then remove it."
NOT_THERE = "It is not in your history any more."
VOTES = {"first": ("better", "worse"), "second": ("worse", "better"), "same": ("same", "same")}

_STRIP = """
<div class="r2v-history">
  <h2><span>{{value.title}}</span>{{#if value.items}}<button type="button" class="r2v-all"
    aria-haspopup="dialog">{{value.all}}</button>{{/if}}</h2>
  {{#if value.items}}<ul>{{#each value.items}}<li><button type="button" data-job="{{this.job}}"
    class="r2v-past {{#if this.chosen}}r2v-chosen{{/if}}" aria-label="{{this.label}}" title="{{this.label}}">
    {{#if this.poster}}<img src="{{this.poster}}" alt="" loading="lazy">{{else}}<span class="r2v-past-state"
    >{{this.words}}</span>{{/if}}</button></li>{{/each}}</ul>
  {{else}}<p class="r2v-empty">Videos that you make in this browser are listed here.</p>{{/if}}
</div>
"""

_STRIP_SCRIPT = """
element.addEventListener('click', (event) => {
  const button = event.target.closest('[data-job]');
  if (button) trigger('select', { job: button.dataset.job });
  if (event.target.closest('.r2v-all')) document.dispatchEvent(new CustomEvent('r2v:history'));
});
"""

# It never changes, so Gradio never draws it again: the script alone draws inside it, and keeps focus and place.
_SHELL = '<dialog class="r2v-sheet"></dialog><dialog class="r2v-stage"></dialog>'


class HistoryPanel:
    """The two components, and what is done in the sheet."""

    def __init__(self, services: Services) -> None:
        self._services = services

    @property
    def _history(self) -> History:
        return self._services.jobs.history

    def draw(self) -> None:
        """Draw the strip, empty, and the sheet, closed."""
        self.strip = panel({"title": "Your videos", "all": "", "items": []}, _STRIP, "history", _STRIP_SCRIPT)
        catalog = self._services.catalog
        self.sheet = gr.HTML(
            elem_id="history-sheet",
            html_template=_SHELL,
            js_on_load="\n".join((ASSETS / f"{part}.js").read_text(encoding="utf-8") for part in PARTS),
            apply_default_css=False,
            container=False,
            words={code: dict(table) for code, table in LANGUAGES.items()},
            language="",
            models=[[name, name] for name in catalog.ids],
            states=[UNDER_WAY, *(str(state) for state in JobState if state.ended)],
            reply={},
        )

    def shown(self, visitor: str, chosen: str) -> dict[str, Any]:
        """Give the strip of the newest."""
        entries = self._history.page(visitor, Wanted(), limit=STRIP_LENGTH).entries
        return strip(self._services.jobs, entries, self._history.count(visitor), chosen)

    def browse(self, visitor: str, chosen: str, event: gr.EventData) -> list[Any]:
        """Do what was asked for in the sheet; what can't be done is said there, above which no toast can be seen."""
        asked = dict(event.asked)
        try:
            reply = self._answer(visitor, asked)
        except StudioError as error:
            reply = {"told": error.failure.sentence}
        changed = asked.get("act") in {"keep", "remove", "undo"}
        strip_now = self.shown(visitor, chosen) if changed else gr.skip()
        return [gr.update(reply={"told": "", **reply, "turn": asked.get("turn"), "act": asked.get("act")}), strip_now]

    def _answer(self, visitor: str, asked: dict[str, Any]) -> dict[str, Any]:
        history, job = self._history, str(asked.get("job") or "")
        match asked.get("act"):
            case "page":
                page = history.page(visitor, wanted(asked), before=_place(asked.get("before")))
                # A place is too long a number for a browser, so it travels as text.
                following = None if page.following is None else str(page.following)
                return {"cards": [card(self._services.jobs, entry) for entry in page.entries], "following": following}
            case "keep":
                done = history.keep(visitor, job, favourite=bool(asked.get("on")))
                return {"told": "" if done else NOT_THERE, "job": job}
            case "remove":
                return {"told": self._remove(visitor, job), "job": job}
            case "undo":
                return {"told": "" if history.bring_back(visitor, job) else NOT_THERE, "job": job}
            case "compare":
                return self._compare(visitor, asked)
            case "vote":
                return self._vote(visitor, asked)
            case "stage":
                film = stage_film(self._services, history, visitor, job)
                return {"film": film, "films": programme(self._services, visitor, job) if film else []}
        return {}

    def _remove(self, visitor: str, job: str) -> str:
        if self._history.remove(visitor, job, time.time()):
            return ""
        return STILL_RUNNING if self._history.some(visitor, [job]) else NOT_THERE

    def _compare(self, visitor: str, asked: dict[str, Any]) -> dict[str, Any]:
        records = self._history.some(visitor, [str(job) for job in asked["jobs"][: len(LETTERS)]])
        if not records:
            return {"told": NOT_THERE}
        return comparison(self._services.jobs, records, self._services.catalog.get(records[0].order.model))

    def _vote(self, visitor: str, asked: dict[str, Any]) -> dict[str, Any]:
        jobs, votes = [str(job) for job in asked["jobs"]], VOTES[str(asked["vote"])]
        done = self._history.vote(visitor, dict(zip(jobs, votes, strict=True)))
        return {"told": "" if done else NOT_THERE}


def wanted(asked: dict[str, Any]) -> Wanted:
    """Read what the sheet's filters say."""
    return Wanted(
        words=str(asked.get("words") or "")[:200],
        model=str(asked.get("model") or ""),
        state=str(asked.get("state") or ""),
        since=_seconds(asked.get("since")),
        until=_seconds(asked.get("until")),
        favourites=bool(asked.get("favourites")),
    )


def _seconds(value: object) -> float | None:
    return float(value) if isinstance(value, int | float) else None


def _place(value: object) -> int | None:
    return int(value) if isinstance(value, str) and value.isdigit() else None
