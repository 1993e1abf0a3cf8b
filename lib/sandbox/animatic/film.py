"""From a request to an MP4: open the references, draw the plates, hand the graph to FFmpeg."""

import shutil
import threading
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TypeVar

from PIL import Image

from lib.sandbox.animatic.encode import THREADS, encode
from lib.sandbox.animatic.glide import draw_glide
from lib.sandbox.animatic.graph import Graph, Pane, Piece, Take
from lib.sandbox.animatic.layout import Box, frame_size
from lib.sandbox.animatic.move import Move, choose_move, perspective, push_in
from lib.sandbox.animatic.plate import Plate, Scene, draw_opening, draw_scene
from lib.sandbox.animatic.request import FPS, RenderRequest, RenderStopped
from lib.sandbox.animatic.shots import Shot, plan_shots
from lib.sandbox.animatic.source import Source, check_sound, open_picture, open_reference

_OPENING = FPS * 5 // 4  # frames that the first and the last frame have for themselves; less in a short shot
_LARGE_WINDOW = 300_000  # pixels, from which a zoom would cost more than the encoder

_Made = TypeVar("_Made")


def render(request: RenderRequest, target: Path, folder: Path, *, stopped: threading.Event) -> None:
    """Do what `lib.sandbox.animatic.render` promises, in this process; `folder` is made, used and taken away."""
    folder.mkdir(mode=0o700)
    try:
        takes = _Studio(request, folder, stopped).takes()
        graph = Graph()
        graph.add_picture(takes, request.frames)
        graph.add_sound(takes, request.sound)
        whole = folder / "whole.mp4"
        encode(graph, folder, whole, frames=request.frames, stopped=stopped)
        whole.replace(target)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@dataclass(frozen=True, kw_only=True)
class _View:
    """What one window shows: a clip as it plays, or a still with its move."""

    source: Source
    move: Move


class _Studio:
    """Opens the references of a request, and draws its shots into a working folder."""

    def __init__(self, request: RenderRequest, folder: Path, stopped: threading.Event) -> None:
        self._request = request
        self._folder = folder
        self._stopped = stopped
        opened = self._side_by_side(partial(open_reference, reference) for reference in request.references)
        self._sources = {reference.label: source for reference, source in zip(request.references, opened, strict=True)}
        self._opening = self._sources.get(request.first_clip) or _alone(request.first_frame, "The first frame")
        self._closing = _alone(request.last_frame, "The last frame")
        if request.sound is not None:
            check_sound(request.sound, "The sound")
        shape = self._opening or self._sources.get(request.shaped_by)
        self._measures = frame_size(request.width, request.height, None if shape is None else shape.still)

    def takes(self) -> list[Take]:
        """Draw every shot; what opens the video has the beginning of the first for itself, what ends it the end."""
        shots = plan_shots(self._request.prompt, list(self._sources), self._request.frames)
        takes: list[Callable[[], Take]] = []
        closing: list[Callable[[], Take]] = []
        for number, shot in enumerate(shots):
            start, end = shot.start, shot.end
            if number == 0 and self._opening is not None:
                start = min(_length(self._opening), shot.end // 2)
                takes.append(partial(self._alone, "opening", self._opening, 0, start))
            if number == len(shots) - 1 and self._closing is not None:
                end = max(end - _OPENING, (start + end) // 2)
                closing.append(partial(self._alone, "closing", self._closing, end, shot.end))
            takes.append(partial(self._shot, shot, number, len(shots), start, end))
        return self._side_by_side([*takes, *closing])

    def _side_by_side(self, pieces: Iterable[Callable[[], _Made]]) -> list[_Made]:
        """Do pieces of work in as many threads as the encoder has: Pillow lets go of Python while it scales.

        The stop event is asked in this thread alone: it may lie at the other end of a pipe.
        """
        made: list[_Made] = []
        pool = ThreadPoolExecutor(THREADS)
        try:
            for future in [pool.submit(piece) for piece in pieces]:
                self._look()
                made.append(future.result())
        finally:
            pool.shutdown(cancel_futures=True)
        return made

    def _look(self) -> None:
        if self._stopped.is_set():
            raise RenderStopped("The rendering was stopped.")

    def _alone(self, name: str, source: Source, start: int, end: int) -> Take:
        """Draw what fills the frame: a clip as it plays, or a picture that is closed in on."""
        plate = draw_opening(source.still, self._measures, watermark=self._request.watermark)
        shown = source if source.clip is not None else Source(label="", still=plate.ground)
        return self._take(name, plate, [_View(source=shown, move=push_in(end - start))], start=start, end=end)

    def _shot(self, shot: Shot, number: int, count: int, start: int, end: int) -> Take:
        labels = dict.fromkeys((*self._request.always, *shot.labels))
        sources = [self._sources[label] for label in labels]
        scene = Scene(
            stills=tuple((source.label, source.still) for source in sources),
            words=shot.words,
            header=f"{number + 1} / {count}",
            watermark=self._request.watermark,
        )
        plate = draw_scene(scene, self._measures)
        views = [
            _View(
                source=source,
                move=choose_move(self._request.seed, f"{number}/{source.label}", end - start, zoom=not _is_large(box)),
            )
            for source, box in zip(sources, plate.windows, strict=True)
        ]
        return self._take(f"shot{number}", plate, views, start=start, end=end)

    def _take(self, name: str, plate: Plate, views: list[_View], *, start: int, end: int) -> Take:
        """Write a plate's layers as files."""
        panes = []
        for number, (view, box) in enumerate(zip(views, plate.windows, strict=True)):
            if view.source.clip is not None:
                panes.append(Pane(box=box, clip=view.source))
                continue
            still, motion = _moving(view, box, end - start)
            panes.append(Pane(box=box, still=self._save(still, f"{name}-pane{number}.ppm"), motion=motion))
        pieces = [
            Piece(file=self._save(sticker.image, f"{name}-piece{number}.png"), left=sticker.left, top=sticker.top)
            for number, sticker in enumerate(plate.stickers)
        ]
        return Take(
            ground=self._save(plate.ground, f"{name}.ppm"),
            panes=tuple(panes),
            pieces=tuple(pieces),
            start=start,
            end=end,
            sounds=tuple(view.source for view in views if view.source.voice or view.source.has_sound),
        )

    def _save(self, image: Image.Image, name: str) -> str:
        image.save(self._folder / name, compress_level=1)
        return name


def _alone(path: Path | None, label: str) -> Source | None:
    return None if path is None else Source(label="", still=open_picture(path, label))


def _length(source: Source) -> int:
    """Give for how many frames a picture, or a whole clip, opens the video."""
    return _OPENING if source.clip is None else max(1, round(source.seconds * FPS))


def _is_large(box: Box) -> bool:
    return box.width * box.height >= _LARGE_WINDOW


def _moving(view: _View, box: Box, frames: int) -> tuple[Image.Image, str]:
    """Draw a still for its window, and write the filter that moves it.

    A large window glides by a strip, which costs FFmpeg nothing; the rest, zooms among them, by `perspective`.
    """
    if _is_large(box):
        strip = draw_glide(view.source.still, box, view.move, frames)
        if strip is not None:
            return strip
    still = view.source.still.resize((box.width, box.height), Image.Resampling.LANCZOS, reducing_gap=2)
    return still, perspective(view.move, box.width, box.height, frames)
