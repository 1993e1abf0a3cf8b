"""A program: a page with nothing but the two trays, judged by a few plain rules, which tells what its events saw."""

import os
from collections.abc import Sequence
from pathlib import Path
from typing import Any

# Before Gradio is imported: nothing is sent anywhere.
os.environ["GRADIO_ANALYTICS_ENABLED"] = "False"

import gradio as gr
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from lib.ui.tray import Tray, tray_script

ASSETS = Path(__file__).parents[2] / "assets"
MESSAGE = 'It is not <b>a picture</b> & "never" was.'
PREFIXES = {"picture": "Image", "clip": "Video", "other": "Image"}
Card = dict[str, Any]


def review(cards: Sequence[Card] | None) -> dict[str, Any]:
    """Judge as the tests expect it: what is neither picture nor clip is an error."""
    counts: dict[str, int] = {}
    shown: dict[str, Any] = {}
    for card in cards or []:
        prefix = PREFIXES[card["kind"]]
        counts[prefix] = counts.get(prefix, 0) + 1
        bad = card["kind"] == "other"
        shown[card["id"]] = {
            "label": f"{prefix} {counts[prefix]}",
            "verdict": "error" if bad else "ok",
            "facts": f"{card['size']} bytes",
            "poster": None,
            "length": None,
            "messages": [MESSAGE] if bad else [],
            "voice": {"verdict": "ok", "messages": [], "facts": "a voice"} if card["voice"] else None,
        }
    return {"count": f"{len(shown)} of 5", "cards": shown}


class TrayPage:
    """The page, and what its events saw: each value that came with `change`, and each that came with `input`."""

    def __init__(self) -> None:
        self._seen: dict[str, list[list[Card]]] = {"changes": [], "inputs": []}
        self._stored: list[Card] = []

    def build(self) -> gr.Blocks:
        quiet: dict[str, Any] = {"queue": False, "show_progress": "hidden", "api_visibility": "private"}
        with gr.Blocks(fill_width=True) as blocks:
            with gr.Row():
                tray = Tray(
                    elem_id="references", title="References", slots=5, accept=(".png", ".mp4"), voices=True, scale=5
                )
                frame = Tray(elem_id="first-frame", title="First frame", slots=1, accept=(".png",), voices=False)
            gr.Textbox(label="Prompt", elem_id="prompt", lines=2)
            seen = gr.Textbox(label="Seen", elem_id="seen", lines=2)
            restore = gr.Button("Restore", elem_id="restore")
            again = gr.Button("Judge again", elem_id="judge")
            tray.change(self._change, tray, [tray, seen], **quiet)
            tray.input(self._seen["inputs"].append, tray, None, **quiet)
            frame.change(lambda cards: gr.update(review=review(cards)), frame, frame, **quiet)
            restore.click(lambda: self._stored, None, tray, **quiet)
            again.click(lambda cards: gr.update(review=_warned(review(cards))), tray, tray, **quiet)
        return blocks

    def seen(self, _: Request) -> Response:
        """Tell what the events saw since it was last asked to forget it."""
        return JSONResponse(self._seen)

    def forget(self, _: Request) -> Response:
        """Forget what the events saw."""
        for values in self._seen.values():
            values.clear()
        return Response()

    async def store(self, request: Request) -> Response:
        """Take the cards that Restore shall bring."""
        self._stored = await request.json()
        return Response()

    def routes(self) -> list[Route]:
        return [
            Route("/seen", self.seen),
            Route("/forget", self.forget, methods=["POST"]),
            Route("/store", self.store, methods=["POST"]),
            tray_script().route(),
        ]

    def _change(self, cards: list[Card]) -> list[Any]:
        self._seen["changes"].append(cards)
        return [gr.update(review=review(cards)), ", ".join(card["name"] for card in cards)]


def _warned(judged: dict[str, Any]) -> dict[str, Any]:
    for card in judged["cards"].values():
        card["verdict"] = "warning"
    return judged


def main() -> None:
    """Serve the page on the port that Gradio's own variable names, and print its address."""
    trays = TrayPage()
    blocks = trays.build()
    _, address, _ = blocks.launch(
        prevent_thread_lock=True,
        ssr_mode=False,
        run_history=False,
        quiet=True,
        max_file_size="5mb",
        css_paths=[ASSETS / "tokens.css", ASSETS / "tray.css"],
        footer_links=[],
        app_kwargs={"routes": trays.routes()},
    )
    print(f"The trays are on {address}", flush=True)  # noqa: T201 - a program's own words
    blocks.block_thread()


if __name__ == "__main__":
    main()
