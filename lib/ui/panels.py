"""The page's own panels: findings, price, state, result, chips. Templates escape; scripts are in assets."""

from pathlib import Path
from typing import Any

import gradio as gr

# Not drawn, and in the page all the same: its element id can be relied on.
HIDDEN = "hidden"
ASSETS = Path(__file__).parents[2] / "assets"

# Inline drawings instead of a font or an emoji: 16 × 16, stroked in the text's colour.
_ICON = '<svg class="r2v-icon" viewBox="0 0 16 16" aria-hidden="true"><path d="{path}"/></svg>'


def drawing(path: str) -> str:
    """Give an icon: an SVG path in a box of 16 × 16."""
    return _ICON.format(path=path)


CHECK = drawing("M3 8.5l3.2 3.2L13 5")
ALERT = drawing("M8 2.2L14.4 13.4H1.6zM8 6.4v3.2M8 11.4v.3")
STOP = drawing("M8 1.8a6.2 6.2 0 100 12.4A6.2 6.2 0 008 1.8zM8 4.8v4M8 10.8v.3")
NOTE = drawing("M8 1.8a6.2 6.2 0 100 12.4A6.2 6.2 0 008 1.8zM8 7.4v3.8M8 4.9v.3")
CHEVRON = drawing("M6 3.5L10.5 8L6 12.5")
BELL = drawing("M3.5 11.5h9l-1.2-1.8V7a3.3 3.3 0 00-6.6 0v2.7zM6.6 13.4a1.5 1.5 0 002.8 0")
SAVE = drawing("M8 2v8M4.8 7L8 10.2 11.2 7M2.8 13.4h10.4")

_FINDINGS = f"""
<div class="r2v-preflight r2v-tone-{{{{value.tone}}}}">
  <div class="r2v-verdict"><p role="status">
    <span class="r2v-mark r2v-mark-ok">{CHECK}</span><span class="r2v-mark r2v-mark-warning">{ALERT}</span
    ><span class="r2v-mark r2v-mark-error">{STOP}</span><span class="r2v-mark r2v-mark-idle">{NOTE}</span>
    <span>{{{{value.line}}}}</span><span class="r2v-sr">{{{{value.said}}}}</span></p>
    {{{{#if value.fold}}}}<button type="button" class="r2v-unfold" aria-expanded="false" aria-controls="findings-list"
    >{{{{value.fold}}}}{CHEVRON}</button>{{{{/if}}}}
    {{{{#if value.all}}}}<button type="button" class="r2v-fix" data-fix="all"
    data-field="" title="Everything that can be mended without leaving anything out">Mend all</button>{{{{/if}}}}
  </div>
  <ul id="findings-list" class="r2v-findings" data-folded="{{{{value.fold}}}}">
    {{{{#each value.items}}}}<li class="r2v-finding r2v-{{{{this.severity}}}}" data-card="{{{{this.way.card}}}}"
      data-spot="{{{{this.way.spot}}}}" data-part="{{{{this.way.part}}}}" data-words="{{{{this.way.words}}}}"
      data-most="{{{{this.way.most}}}}" data-han="{{{{this.way.han}}}}">
      {{{{#if this.way.spot}}}}<button type="button" class="r2v-way" data-do="lead"><span class="r2v-sr"
        >{{{{this.weight}}}}: </span>{{{{this.message}}}}</button>{{{{else}}}}<span><span class="r2v-sr"
        >{{{{this.weight}}}}: </span>{{{{this.message}}}}</span>{{{{/if}}}}
      {{{{#if this.way.most}}}}<button type="button" class="r2v-fix" data-do="lead"
        >Select what is too much</button>{{{{/if}}}}
      {{{{#if this.another}}}}<button type="button" class="r2v-fix" data-do="another"
        title="{{{{this.another}}}}">Choose another file</button>{{{{/if}}}}
      {{{{#if this.pick}}}}<button type="button" class="r2v-fix" data-fix="{{{{this.fix}}}}"
        data-field="{{{{this.field}}}}" data-pick="{{{{this.pick}}}}" data-longest="{{{{this.longest}}}}"
        title="{{{{this.about}}}}">Choose a part</button>{{{{/if}}}}
      {{{{#if this.fix}}}}<button type="button" class="r2v-fix" data-fix="{{{{this.fix}}}}"
        data-field="{{{{this.field}}}}" title="{{{{this.about}}}}">{{{{this.label}}}}</button>{{{{/if}}}}
    </li>{{{{/each}}}}
  </ul>
</div>
"""

_MENDING = """
{{#if value.line}}<div class="r2v-mending"><p role="status">{{value.line}} {{#if value.undo}}<button type="button"
  class="r2v-fix" data-fix="restore" data-field="prompt">Undo</button>{{/if}}</p>
  {{#if value.percent}}<div class="r2v-bar" aria-hidden="true"><i style="width: {{value.percent}}%"></i></div>{{/if}}
</div>{{/if}}
"""

_COST = '<div class="r2v-cost" title="{{value.note}}"><strong>{{value.sum}}</strong><span>{{value.note}}</span></div>'

_STATE = """
<div class="r2v-state" data-state="{{value.state}}" data-elapsed="{{value.elapsed}}" data-usual="{{value.usual}}"
  data-late="{{value.late}}">
  <p class="r2v-state-line" role="status"><strong>{{value.words}}</strong><span class="r2v-clock"></span></p>
  <button type="button" class="r2v-tool r2v-bell" aria-pressed="false" aria-label="Sound when it is done"
    title="Sound when it is done">{bell}</button>
  <div class="r2v-bar" aria-hidden="true"><i></i></div>
  <p class="r2v-state-message">{{value.message}}</p>
</div>
"""

_RECORD = """
{{#if value.rows}}<details class="r2v-record"><summary>Details</summary><dl>
  {{#each value.rows}}<div><dt>{{this.name}}</dt><dd>{{this.value}}</dd></div>{{/each}}
</dl></details>{{/if}}
"""

_TOP = """
<header class="r2v-top">
  <h1>Wan R2V Studio</h1>
  <p class="r2v-service"><button type="button" class="r2v-service-button" title="Service and key"><i
    class="r2v-dot r2v-dot-{{value.service}}"></i><strong>{{value.title}}</strong>{chevron}</button>
    <span>{{value.note}}</span></p>
  <button type="button" class="r2v-stage-button" title="Stage: show it to others">Stage</button>
  <button type="button" id="language" class="r2v-language" aria-label="English or Chinese"><span lang="en">EN</span> /
    <span lang="zh-CN">中文</span></button>
  <button type="button" class="r2v-theme" aria-label="Switch between light and dark" title="Light or dark">
    <svg class="r2v-icon" viewBox="0 0 16 16" aria-hidden="true"><path d="M8 2a6 6 0 100 12z" class="r2v-filled"/>
    <path d="M8 2a6 6 0 110 12A6 6 0 018 2z"/></svg></button>
</header>
"""


_BY_ITSELF: dict[str, Any] = {"queue": False, "show_progress": "hidden", "api_visibility": "private"}
# A frame that is painted, and a moment in which nothing else is to be done.
_ONCE_IT_STANDS = """async () => {
  const quiet = window.requestIdleCallback ?? ((then) => setTimeout(then, 100));
  await new Promise((then) => requestAnimationFrame(() => quiet(then, { timeout: 500 })));
  return Array({count}).fill({ __type__: 'update', visible: true });
}"""


def panel(value: dict[str, Any], template: str, elem_id: str, script: str | None = None) -> gr.HTML:
    """Make a panel that shows a plain value through an escaping template."""
    return gr.HTML(
        value, html_template=template, js_on_load=script, elem_id=elem_id, apply_default_css=False, container=False
    )


def findings_panel(value: dict[str, Any]) -> gr.HTML:
    """Make the pre-flight list."""
    return panel(value, _FINDINGS, "findings", script("part.js", "ways.js", "findings.js"))


def mending_panel() -> gr.HTML:
    """Make the line that says how far a repair is; empty while there is none."""
    return panel({"line": "", "percent": 0, "undo": False}, _MENDING, "mending", script("mending.js"))


def cost_panel(value: dict[str, Any]) -> gr.HTML:
    """Make the price."""
    return panel(value, _COST, "cost")


def state_panel(value: dict[str, Any]) -> gr.HTML:
    """Make the state with its clock, which the browser keeps."""
    return panel(value, _STATE.replace("{bell}", BELL), "state", script("state.js", "done.js"))


def record_panel(value: dict[str, Any]) -> gr.HTML:
    """Make the record beneath, folded."""
    return panel(value, _RECORD, "record")


def top_panel(value: dict[str, Any]) -> gr.HTML:
    """Make the line that says where one is and who makes the video."""
    return panel(value, _TOP.replace("{chevron}", CHEVRON), "top", script("top.js"))


def fold(label: str, elem_id: str) -> gr.Column:
    """Make a part of the page that a click opens, to be used as a context.

    Gradio's own accordion takes its content out of the page while it is closed; what is folded here stays.
    """
    fold_button(label, elem_id)
    return folded(elem_id)


def fold_button(label: str, elem_id: str) -> None:
    """Make the button that opens a folded part, where it stands apart from it."""
    template = f"""<button type="button" class="r2v-fold-button" aria-expanded="false" aria-controls="{elem_id}">
      <span>{label}</span>{CHEVRON}</button>"""
    panel({}, template, f"{elem_id}-button", script("fold.js"))


def folded(elem_id: str) -> gr.Column:
    """Make the folded part of a `fold_button`, to be used as a context; `make_later` makes what is in it."""
    return gr.Column(elem_id=elem_id, elem_classes="r2v-fold", visible=False)


def make_later(page: gr.Blocks, parts: list[gr.Column]) -> None:
    """Make what is folded once the rest of the page stands, so that nobody waits for what isn't seen yet."""
    page.load(None, None, parts, js=_ONCE_IT_STANDS.replace("{count}", str(len(parts))), **_BY_ITSELF)


def script(*names: str) -> str:
    """Read a script of the page, or several as one; in front is `say`, by which it speaks the visitor's language."""
    return "\n".join((ASSETS / part).read_text(encoding="utf-8") for part in ("say.js", *names))
