"""Save: bring the video home and see that it plays, before anybody is told that it is ready."""

from contextlib import suppress
from pathlib import Path

from lib.errors import Failure, InputError, Interrupted
from lib.facts import Kind, MediaInfo
from lib.jobs.desk import Desk
from lib.jobs.record import JobState, Record
from lib.jobs.watching import look_at, lost
from lib.media import inspect, poster
from lib.providers.provider import TaskState

VIDEO = "video.mp4"
POSTER = "poster.jpg"


class Saving:
    """The step."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def run(self, job: str) -> None:
        """Save the video. Safe to run twice: a broken download goes on, a whole one is only looked at again."""
        desk = self._desk
        record = desk.tell(job, state=JobState.SAVING, message="Saving the video.")
        # A paid video is worth waiting for, also for a disk that is full: the service keeps it for 24 hours.
        desk.patiently(record, lambda: self._fetched(record))
        desk.tell(job, state=JobState.SUCCEEDED, message="The video is ready.", video=VIDEO, ended=desk.clock.now())

    def _fetched(self, record: Record) -> None:
        target = self._desk.store.result(record.job, VIDEO)
        if not (target.exists() and _plays(inspect(target))):
            self._download(record, target)
        # A video without a still is still a video.
        with suppress(InputError):
            poster(target, self._desk.store.result(record.job, POSTER))

    def _download(self, record: Record, target: Path) -> None:
        desk = self._desk
        # The link is signed: it is asked for anew each time rather than kept.
        look = look_at(desk, record)
        if look.state is not TaskState.SUCCEEDED or look.video_url is None:
            raise lost("The service said that the video was done, and now gives no link to it.")

        def progress(_done: int, _total: int) -> None:
            desk.clock.check()

        desk.provider(record).fetch(desk.account(record), look.video_url, target, progress)
        if not _plays(inspect(target)):
            target.unlink(missing_ok=True)
            raise Interrupted(
                Failure(
                    code="Studio.BrokenVideo",
                    message="The video that came can't be played.",
                    advice="It stays at the service for 24 hours.",
                    retryable=True,
                )
            )


def _plays(facts: MediaInfo) -> bool:
    return facts.kind is Kind.CLIP and facts.flaw is None and bool(facts.seconds)
