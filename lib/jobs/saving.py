"""Save: bring the video home and see that it plays, before anybody is told that it is ready."""

import threading
from pathlib import Path

from lib.errors import Failure, Interrupted
from lib.jobs.desk import Desk
from lib.jobs.finishing import VIDEO, Shown, finish, remark, shown
from lib.jobs.record import JobState, Record
from lib.jobs.watching import look_at, lost
from lib.providers.provider import TaskState

# To play a video through takes a core and some tens of MB; many jobs may end at once.
VIDEOS_AT_ONCE = 2


class Saving:
    """The step."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._at_the_bench = threading.Semaphore(VIDEOS_AT_ONCE)

    def run(self, job: str) -> None:
        """Save the video. Safe to run twice: a broken download goes on, a whole one is only looked at again."""
        desk = self._desk
        record = desk.tell(job, state=JobState.SAVING, message="Saving the video.")
        # A paid video is worth waiting for, also for a disk that is full: the service keeps it for 24 hours.
        said = desk.patiently(record, lambda: self._fetched(record))
        message = f"The video is ready. {said}".strip()
        desk.tell(job, state=JobState.SUCCEEDED, message=message, video=VIDEO, ended=desk.clock.now())

    def _fetched(self, record: Record) -> str:
        """Bring the video home with all that goes with it, and give what is to be remarked."""
        store = self._desk.store
        target = store.result(record.job, VIDEO)
        video = self._seen(target) or self._downloaded(record, target)
        with self._at_the_bench:
            finish(store, record, target, ended=self._desk.clock.now())
        store.keep_results(record.job)
        return remark(video, record.order)

    def _seen(self, target: Path) -> Shown | None:
        with self._at_the_bench:
            return shown(target)

    def _downloaded(self, record: Record, target: Path) -> Shown:
        desk = self._desk
        # The link is signed: it is asked for anew each time rather than kept.
        look = look_at(desk, record)
        if look.state is not TaskState.SUCCEEDED or look.video_url is None:
            raise lost("The service said that the video was done, and now gives no link to it.")

        def progress(_done: int, _total: int) -> None:
            desk.clock.check()

        desk.provider(record).fetch(desk.account(record), look.video_url, target, progress)
        video = self._seen(target)
        if video is None:
            target.unlink(missing_ok=True)
            raise Interrupted(
                Failure(
                    code="Studio.BrokenVideo",
                    message="The video that came can't be played.",
                    advice="It stays at the service for 24 hours.",
                    retryable=True,
                )
            )
        return video
