"""The queue of tasks: one is rendered at a time, and what a dead process left behind is rendered again."""

import logging
import os
import sqlite3
from collections import Counter
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor, wait
from dataclasses import replace
from pathlib import Path
from threading import Event, Thread
from time import monotonic, time
from typing import Final, Literal
from uuid import uuid4

from lib.sandbox.animatic import Reference, RenderFailed, RenderRequest, RenderStopped, render
from lib.sandbox.faults import FaultName, Faults
from lib.sandbox.rules import size_of
from lib.sandbox.store import Store
from lib.sandbox.task import Generation, Status, Task

RUNNING_SECONDS: Final = 3.0
_LEASE_SECONDS: Final = 4.0
_TICK_SECONDS: Final = 1.0
_SWEEP_SECONDS: Final = 600.0
# What the prompt numbers, and what it does not.
_NUMBERED: Final = {"reference_image": "Image", "reference_video": "Video"}
_CLIPS: Final = {"video": "Clip", "first_clip": "First clip"}
_ENDS: Final = {"first_frame": "First frame", "last_frame": "Last frame"}
_LOG: Final = logging.getLogger(__name__)


class Queue:
    """Takes tasks from the store and renders them, in threads of its own."""

    def __init__(self, *, store: Store, faults: Faults, clock: Callable[[], float], speed: float, scale: float) -> None:
        self._store = store
        self._faults = faults
        self._clock = clock
        self._speed = speed
        self._scale = scale
        self._owner = uuid4().hex
        self._held: set[str] = set()
        self._wake = Event()
        self._stopped = Event()
        self._thread = Thread(target=self._run, name="sandbox-queue", daemon=True)

    def start(self) -> None:
        """Clear away what has expired, and begin to take tasks."""
        self._store.sweep(now=self._clock())
        self._thread.start()

    def wake(self) -> None:
        """Say that a task was added."""
        self._wake.set()

    def is_at_work(self) -> bool:
        """Tell whether tasks are taken; asks the store on the way. Raises sqlite3.Error."""
        self._store.next_due(now=self._clock())
        return self._thread.is_alive()

    def stop(self) -> None:
        """Leave what is running to the next process, and wait until every thread has ended."""
        self._stopped.set()
        self._wake.set()
        self._thread.join()

    def _run(self) -> None:
        swept = monotonic()
        with ThreadPoolExecutor(max_workers=1, thread_name_prefix="sandbox-render") as renderer:
            while not self._stopped.is_set():
                try:
                    if monotonic() - swept >= _SWEEP_SECONDS:
                        self._store.sweep(now=self._clock())
                        swept = monotonic()
                    self._take_one(renderer)
                except (sqlite3.Error, OSError):
                    # A full disk, or a folder that was taken away. Leases run out, so the tasks are taken again.
                    _LOG.exception("The data folder can't be used")
                    self._held.clear()
                    self._stopped.wait(_TICK_SECONDS)
        self._store.renew(self._owner, self._held, until=0.0)

    def _take_one(self, renderer: ThreadPoolExecutor) -> None:
        self._wake.clear()
        self._renew()
        task = self._store.claim(self._owner, now=self._clock(), lease=_LEASE_SECONDS, wall=time())
        if task is None:
            self._wake.wait(self._seconds_to_wait())
            return
        self._held.add(task.task_id)
        if self._faults.strikes(FaultName.NEVER_ENDS):
            return  # it stays RUNNING, since its lease is renewed from now on
        rendering = renderer.submit(self._render, task)
        while not wait([rendering], timeout=_TICK_SECONDS).done:
            self._renew()
        if isinstance(rendering.exception(), RenderStopped):
            return  # still held, and let go at the end
        self._store.end(replace(_outcome(task, rendering), ended=self._clock()))
        self._held.remove(task.task_id)

    def _render(self, task: Task) -> Task:
        """Give the task as it ends. Raises what the renderer raises."""
        started = monotonic()
        if self._faults.strikes(FaultName.FAIL_MODERATION):
            task = replace(
                task,
                status=Status.FAILED,
                code="DataInspectionFailed",
                message="Input or output data may contain inappropriate content.",
            )
        elif self._faults.strikes(FaultName.FAIL_INTERNAL):
            task = replace(
                task,
                status=Status.FAILED,
                code="InternalError",
                message="An internal error has occurred, please try again later or contact service support.",
            )
        elif task.generation is not None:
            self._render_to(task.generation, self._store.result(task.task_id))
            task = replace(task, status=Status.SUCCEEDED)
        if self._stopped.wait(max(0.0, started + RUNNING_SECONDS / self._speed - monotonic())):
            raise RenderStopped("the stand-in was stopped")
        return task

    def _render_to(self, generation: Generation, result: Path) -> None:
        # Two processes may render one task after a pause of the machine; each has its own file until the end.
        unfinished = result.with_name(f"{result.stem}.{self._owner}.part.mp4")
        try:
            asked = render_request(generation, self._store.folder)
            render(scaled(asked, self._scale), unfinished, stopped=self._stopped)
            os.replace(unfinished, result)  # noqa: PTH105 - Path.replace says the same; the pair reads as one act
        finally:
            unfinished.unlink(missing_ok=True)

    def _renew(self) -> None:
        self._store.renew(self._owner, self._held, until=time() + _LEASE_SECONDS)

    def _seconds_to_wait(self) -> float:
        now = self._clock()
        due = self._store.next_due(now=now)
        return _TICK_SECONDS if due is None else min(max(due - now, 0.0), _TICK_SECONDS)


def _outcome(task: Task, rendering: Future[Task]) -> Task:
    """Give the task as it ended. Whatever broke, it must not wait for ever."""
    error = rendering.exception()
    if error is None:
        return rendering.result()
    _LOG.error("Task %s failed", task.task_id, exc_info=error)
    message = str(error) if isinstance(error, RenderFailed) else "An internal error has occurred during execution."
    return replace(task, status=Status.FAILED, code="InternalError.Algo", message=message)


def scaled(asked: RenderRequest, scale: float) -> RenderRequest:
    """Give the same in another size, in whole pairs of pixels, as the codec wants them."""
    return replace(asked, width=2 * round(asked.width * scale / 2), height=2 * round(asked.height * scale / 2))


def render_request(generation: Generation, folder: Path) -> RenderRequest:
    """Give what the animatic is asked for. `folder` is what the paths of the media are relative to."""
    width, height = size_of(generation.resolution, generation.ratio)
    alone = {medium.kind: folder / medium.path for medium in generation.media}
    references = tuple(_references(generation, folder))
    labels = [reference.label for reference in references]
    return RenderRequest(
        prompt=generation.prompt,
        references=references,
        width=width,
        height=height,
        duration=generation.duration,
        seed=generation.seed,
        first_frame=alone.get("first_frame"),
        first_clip=_CLIPS["first_clip"] if _CLIPS["first_clip"] in labels else "",
        last_frame=alone.get("last_frame"),
        always=tuple(label for label in labels if label == _CLIPS["video"]),
        shaped_by="" if generation.ratio else _CLIPS["video"],
        sound=alone.get("audio_url") or alone.get("driving_audio"),
        watermark=generation.watermark,
    )


def _references(generation: Generation, folder: Path) -> list[Reference]:
    """Give what the shots show: what the prompt can cite, else what the video begins and ends with."""
    counts: Counter[str] = Counter()
    cited = any(medium.kind in _NUMBERED for medium in generation.media)
    references: list[Reference] = []
    for medium in generation.media:
        if medium.kind in _NUMBERED:
            # Pictures and clips are numbered apart, each in the order of the request.
            counts[medium.kind] += 1
            label = f"{_NUMBERED[medium.kind]} {counts[medium.kind]}"
        elif medium.kind in _CLIPS or (medium.kind in _ENDS and not cited):
            label = {**_CLIPS, **_ENDS}[medium.kind]
        else:
            continue
        is_clip = medium.kind in ("reference_video", *_CLIPS)
        kind: Literal["reference_image", "reference_video"] = "reference_video" if is_clip else "reference_image"
        voice = None if medium.voice is None else folder / medium.voice
        references.append(Reference(kind=kind, path=folder / medium.path, label=label, voice=voice))
    return references
