"""The screen at the right: the video with its player, or why there is none."""

from typing import Any

import gradio as gr

from lib.jobs.record import JobState, Record
from lib.ui.bundles import bundle_address
from lib.ui.downloads import download_address, film_name
from lib.ui.keyholders import is_own
from lib.ui.language.marks import Verbatim
from lib.ui.panels import SAVE, drawing, panel, script
from lib.ui.records import file_url
from lib.ui.services import Services
from lib.ui.stills import shape_of, still_of
from lib.ui.view import ANIMATIC

# The model's frames a second, and the stand-in's (`api-facts.md`): what a step of the player is.
FRAMES_PER_SECOND = 30
# The fields whose file the video begins with, in its shape.
BEGINS = frozenset({"first_frame", "first_clip", "video"})

_LOOP = drawing("M3 7.5V6.2a2 2 0 012-2h7M9.8 2L12 4.2 9.8 6.4M13 8.5v1.3a2 2 0 01-2 2H4M6.2 14L4 11.8 6.2 9.6")
_BACK = drawing("M11.5 3.5L6.5 8l5 4.5zM4.5 3.5v9")
_ON = drawing("M4.5 3.5L9.5 8l-5 4.5zM11.5 3.5v9")
_STAGE = drawing("M2.5 6V3h3M13.5 6V3h-3M2.5 10v3h3M13.5 10v3h-3")
_SHARE = drawing("M8 9.5V2.2M5.2 4.8L8 2l2.8 2.8M4 7.5H3v6h10v-6h-1")
_STAR = drawing("M8 1.9l1.9 3.9 4.2.6-3 3 .7 4.2L8 11.6l-3.8 2 .7-4.2-3-3 4.2-.6z")

_PLAYER = f"""
{{{{#if value.src}}}}<div class="r2v-film" style="--r2v-ratio: {{{{value.ratio}}}}" data-fps="{FRAMES_PER_SECOND}"
  data-job="{{{{value.job}}}}">
  <div class="r2v-screen r2v-screen-video"><video controls playsinline loop preload="metadata" src="{{{{value.src}}}}"
    poster="{{{{value.poster}}}}" aria-label="The finished video"></video></div>
  <div class="r2v-tools">
    <button type="button" class="r2v-tool" data-do="loop" aria-pressed="true" aria-label="Loop"
      title="Loop">{_LOOP}</button>
    <button type="button" class="r2v-tool" data-do="back" aria-label="One frame back"
      title="One frame back ( , )">{_BACK}</button>
    <button type="button" class="r2v-tool" data-do="on" aria-label="One frame on"
      title="One frame on ( . )">{_ON}</button>
    <button type="button" class="r2v-tool r2v-speed" data-do="speed" aria-label="Speed" title="Speed">1×</button>
    <button type="button" class="r2v-tool" data-do="stage" aria-label="Stage: show it to others"
      title="Stage: show it to others">{_STAGE}</button>
    <button type="button" class="r2v-tool r2v-star" data-do="keep" aria-pressed="{{{{value.kept}}}}"
      aria-label="Favourite" title="Favourite: kept, and shown on the stage">{_STAR}</button>
    <span class="r2v-take"><button type="button" class="r2v-download r2v-share" data-do="share"
        data-link="{{{{value.link}}}}" data-name="{{{{value.name}}}}" hidden>{_SHARE} <span>Share</span></button>
      {{{{#if value.bundle}}}}<a class="r2v-download" href="{{{{value.bundle}}}}"
        title="Video, settings and references in one zip">{SAVE} Bundle</a>{{{{/if}}}}
      <a class="r2v-download" href="{{{{value.save}}}}" download="{{{{value.name}}}}">{SAVE} Download</a></span>
  </div>
  <p class="r2v-under"><span>{{{{value.caption}}}}</span><span class="r2v-next-shot">Last frame for the next shot:
    <button type="button" class="r2v-link" data-next="reference">as a reference</button>
    <button type="button" class="r2v-link" data-next="first_frame">as its first frame</button></span></p>
</div>{{{{/if}}}}
"""

# What is being made has its own shape and says what it is; the state with its clock stands right beneath.
_MAKING = """
{{#if value.making}}<div class="r2v-making" style="--r2v-ratio: {{value.ratio}}" role="img"
  aria-label="{{value.making}}"><div class="r2v-screen r2v-screen-making"><div class="r2v-making-frame">
  {{#if value.still}}<img src="{{value.still}}" alt="">{{/if}}<p>{{value.making}}</p></div></div></div>{{/if}}
"""

_CARD = """
{{#if value.kind}}<div class="r2v-screen r2v-screen-{{value.kind}}">
  <div class="r2v-card"><h2>{{value.title}}</h2><p>{{value.text}}</p>
    {{#if value.code}}<p class="r2v-code"><code>{{value.code}}</code><button type="button" class="r2v-copy"
      data-copy="{{value.code}}" aria-label="Copy the code">Copy</button></p>{{/if}}</div>
</div>{{/if}}
"""


def screen_panel() -> gr.HTML:
    """Make the screen, nothing until there is something; `shot` tells where the video's last frame is to go."""
    parts = [f"screen/{name}.js" for name in ("copy", "player", "share")]
    return panel({}, _PLAYER + _MAKING + _CARD, "result", script(*parts))


def screen_view(services: Services, record: Record | None, visitor: str) -> dict[str, Any]:
    """Give the screen: the video, why there is none, or nothing before the first."""
    if record is None:
        return {}
    video = services.jobs.video_path(record)
    if video is not None:
        poster = services.jobs.poster_path(record)
        public = services.settings.public_url
        return {
            "job": record.job,
            "kept": str(record.favourite).lower(),
            "src": file_url(video),
            "poster": file_url(poster) if poster else "",
            "save": download_address(record),
            "name": Verbatim(film_name(record)),
            "bundle": bundle_address(record, visitor),
            "caption": _caption(record),
            "ratio": _ratio(record, shape_of(poster)),
            # Nobody else can follow a link to this machine.
            "link": f"{public.rstrip('/')}/{file_url(video)}" if public else "",
        }
    if record.error is not None:
        code = " · ".join(part for part in (record.error.code, record.error.request_id) if part)
        kind = "lost" if record.state is JobState.LOST else "failed"
        text = record.error.advice or "The form is as it was: change it and try again."
        return {"kind": kind, "title": record.error.message, "text": text, "code": code}
    if record.state is JobState.CANCELED:
        text = "The form is as it was. Nothing is charged."
        return {"kind": "canceled", "title": "Canceled", "text": text}
    if record.state is JobState.SUCCEEDED:
        text = "It was removed from this app's storage."
        return {"kind": "canceled", "title": "The video is gone", "text": text}
    return _making(services, record, visitor)


def _making(services: Services, record: Record, visitor: str) -> dict[str, Any]:
    """Give what stands where the video will be: its shape, and dimmed what it begins with, to whoever gave it."""
    media = record.order.media
    first = next((item for item in media if item.field in BEGINS), media[0] if media else None)
    still = still_of(services, record, first) if first is not None and is_own(record, visitor) else None
    begins = first is not None and first.field in BEGINS
    words = "The video comes here."
    if still is not None:
        words = f"What it begins with. {words}" if begins else f"Your first reference. {words}"
    # An edit has the clip's shape only where no other is asked for.
    decides = begins and not (first is not None and first.field == "video" and record.order.values.get("ratio"))
    ratio = _ratio(record, shape_of(still) if decides else None)
    return {"making": words, "still": file_url(still) if still else "", "ratio": ratio}


def _ratio(record: Record, known: tuple[int, int] | None) -> str:
    """Give the video's ratio as CSS writes it, so that its place has its size before the video comes.

    `known` are the sides of its poster, or of the picture that it begins with, which decides instead of the setting.
    """
    if known is not None:
        return f"{known[0]} / {known[1]}"
    width, _, height = str(record.order.values.get("ratio") or "").partition(":")
    asked = width.isdecimal() and height.isdecimal()
    return f"{width} / {height}" if asked else "16 / 9"


def _caption(record: Record) -> str:
    if record.service == "sandbox":
        return ANIMATIC
    return record.order.model or "Adopted from the account"
