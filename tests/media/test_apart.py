"""A file that crashes, hangs or bloats its reader ends as a sentence about the file, and the next one is read."""

import importlib
import os
import pkgutil
import signal
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from lib.apart import ApartError, Broke, Pool, TookTooLong, TooMuchMemory, Unexpected, apart
from lib.facts import Flaw, Kind
from lib.forms.wan27 import CLIP, PICTURE
from lib.media import inspect, lay_grid
from lib.media.mend import MendFailed, Repair, mend
from lib.media.mend.formats import PICTURES_READ
from lib.media.mend.unpack import PICTURE_READERS
from lib.ui.fixes import limits_of
from tests.makers import make_clip, make_picture

WORK = "tests.media.apart_work"


@pytest.fixture(scope="module")
def pool() -> Iterator[Pool]:
    pool = Pool()
    yield pool
    pool.close()
    assert pool.workers == []


def goes_on(pool: Pool) -> bool:
    return len(pool.run(f"{WORK}:environment", seconds=60)) > 0


@pytest.mark.parametrize("name", ["SIGSEGV", "SIGKILL", "SIGABRT"])
def test_a_crash_is_an_error_and_the_next_look_has_another_process(pool: Pool, name: str) -> None:
    with pytest.raises(Broke, match=str(-signal.Signals[name])):
        pool.run(f"{WORK}:die", name, seconds=60)
    assert goes_on(pool)


def test_more_memory_than_allowed_is_refused_and_less_is_given(pool: Pool) -> None:
    with pytest.raises(TooMuchMemory):
        pool.run(f"{WORK}:hoard", 2 << 30, seconds=60, memory=1 << 30)
    assert pool.run(f"{WORK}:hoard", 1 << 20, seconds=60, memory=1 << 30) == 1 << 20


def test_silence_ends_and_so_does_processor_time(pool: Pool) -> None:
    with pytest.raises(TookTooLong):
        pool.run(f"{WORK}:wait_for_ever", seconds=0.2)
    with pytest.raises(TookTooLong):
        pool.run(f"{WORK}:spin", seconds=60, processor=0)
    assert goes_on(pool)


def test_a_process_that_is_killed_from_outside_in_the_middle_of_a_look(pool: Pool) -> None:
    def kill(_: float) -> None:
        for worker in pool.workers:
            os.kill(worker, signal.SIGKILL)

    assert goes_on(pool)
    with pytest.raises(Broke):
        pool.run(f"{WORK}:say_and_wait", seconds=60, progress=kill, stopped=threading.Event())
    assert goes_on(pool)


def test_an_idle_process_that_was_killed_is_not_asked(pool: Pool) -> None:
    assert goes_on(pool)
    for worker in pool.workers:
        os.kill(worker, signal.SIGKILL)
        os.waitid(os.P_PID, worker, os.WEXITED | os.WNOWAIT)
    assert goes_on(pool)


def test_work_that_is_stopped_hears_of_it(pool: Pool) -> None:
    stopped, told = threading.Event(), list[float]()

    def stop(share: float) -> None:
        told.append(share)
        stopped.set()

    assert pool.run(f"{WORK}:until_stopped", seconds=60, progress=stop, stopped=stopped) == 0.25
    assert told == [0.25]


def test_a_slip_in_the_callers_progress_leaves_no_work_behind(pool: Pool) -> None:
    def slip(_: float) -> None:
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        pool.run(f"{WORK}:say_and_wait", seconds=60, progress=slip, stopped=threading.Event())
    assert goes_on(pool)


def test_a_worker_finds_no_key_in_its_environment(pool: Pool, monkeypatch: pytest.MonkeyPatch) -> None:
    pool.close()
    monkeypatch.setenv("DASHSCOPE_API_KEY", "sk-canary")
    monkeypatch.setenv("R2V_DATABASE_URL", "postgres://canary")
    assert "canary" not in str(pool.run(f"{WORK}:environment", seconds=60))


def test_an_answer_is_no_code_and_a_slip_of_ours_is_told_whole(pool: Pool) -> None:
    with pytest.raises(Broke):
        pool.run(f"{WORK}:forge", seconds=60)
    with pytest.raises(Unexpected, match="a mistake of ours"):
        pool.run(f"{WORK}:slip", seconds=60)
    with pytest.raises(PermissionError, match="no"):
        pool.run(f"{WORK}:refuse", seconds=60)


def test_nobody_is_kept_who_has_nothing_to_do() -> None:
    pool = Pool(idle_seconds=0.05)
    assert goes_on(pool)
    for worker in pool.workers:
        try:
            os.waitid(os.P_PID, worker, os.WEXITED | os.WNOWAIT)
        except ChildProcessError:  # the pool has waited for it already
            continue
    assert goes_on(pool)
    pool.close()


def test_many_threads_share_few_processes(pool: Pool) -> None:
    threads = [threading.Thread(target=goes_on, args=(pool,)) for _ in range(12)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert 1 <= len(pool.workers) <= max(2, os.cpu_count() or 2)


def little_more_than_now() -> int:
    room = apart(f"{WORK}:address_space", seconds=60)
    return int(room) + (8 << 20)


def test_a_picture_that_needs_too_much_memory_is_unreadable(tmp_path: Path) -> None:
    path = make_picture(tmp_path / "a.jpg", width=400, height=400)
    assert inspect(path).flaw is None
    facts = inspect(path, memory=little_more_than_now())
    assert (facts.kind, facts.format, facts.flaw) == (Kind.PICTURE, "jpeg", Flaw.UNREADABLE)
    assert facts.size_bytes == path.stat().st_size
    assert inspect(path).flaw is None


def test_a_repair_that_needs_too_much_memory_fails_and_leaves_nothing(tmp_path: Path) -> None:
    path = make_picture(tmp_path / "a.webp", width=2000, height=2000)
    made, facts = tmp_path / "made", inspect(path)
    made.mkdir()
    mend(Repair.PICTURE_CONVERT, path, made, facts, limits_of(PICTURE), progress=print).unlink()
    memory = little_more_than_now()
    with pytest.raises(MendFailed, match="can't be"):
        mend(Repair.PICTURE_CONVERT, path, made, facts, limits_of(PICTURE), progress=print, memory=memory)
    assert list(made.iterdir()) == []


def test_a_killed_repair_takes_its_ffmpeg_and_its_folder_along(tmp_path: Path) -> None:
    path = make_clip(tmp_path / "a.mp4", width=1280, height=720, seconds=3)
    (tmp_path / "made").mkdir()
    killed: list[int] = []

    def kill(share: float) -> None:
        if share > 0 and not killed:
            killed.extend(parents_of("ffmpeg", tmp_path))
            for worker in killed:
                os.kill(worker, signal.SIGKILL)

    with pytest.raises(MendFailed, match="broke off"):
        mend(Repair.CLIP_SCALE, path, tmp_path / "made", inspect(path), limits_of(CLIP), progress=kill)
    assert killed
    while parents_of("ffmpeg", tmp_path):
        os.sched_yield()
    assert list((tmp_path / "made").iterdir()) == []


def parents_of(program: str, about: Path) -> list[int]:
    """Give the processes that run a program about a folder, by who began them."""
    found = []
    for process in Path("/proc").glob("[0-9]*"):
        try:
            command, status = (process / "cmdline").read_text(), (process / "stat").read_text()
        except OSError:
            continue
        if program in command.split("\0")[0] and str(about) in command:
            found.append(int(status.rpartition(")")[2].split()[1]))
    return found


def test_a_grid_of_relative_paths_is_laid_from_here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    pictures = [make_picture(Path(f"{name}.jpg"), width=400, height=300) for name in "ab"]
    assert lay_grid(pictures, Path("grid.jpg")).stat().st_size > 1000


def test_the_names_of_what_is_unpacked_are_those_of_the_readers() -> None:
    assert set(PICTURE_READERS) == PICTURES_READ


@pytest.mark.parametrize("error", [Broke, TookTooLong, TooMuchMemory])
def test_all_three_are_one_kind(error: Callable[[], Exception]) -> None:
    assert isinstance(error(), ApartError)


@pytest.mark.parametrize("room", ["lib.media", "lib.media.mend", "lib.sandbox.animatic"])
def test_no_module_hides_a_function_of_its_room(room: str) -> None:
    """Whoever imports a module sets its name on the room, in the place of a function that is called the same."""
    package = importlib.import_module(room)
    modules = {one.name for one in pkgutil.iter_modules(package.__path__)}
    assert modules.isdisjoint(package.__all__)
