"""What outlives a process, what dies with the day, and who renders what is left."""

from dataclasses import replace
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
import requests

from lib.sandbox.store import Store
from lib.sandbox.task import Status, Task
from tests.sandbox.conftest import Connect, StartSandbox
from tests.sandbox.raw_client import body_of

DAY = 24 * 3600


def test_a_task_and_its_link_die_after_a_day(
    start_sandbox: StartSandbox, connect: Connect, inline_picture: dict[str, str]
) -> None:
    now = [1_800_000_000.0]
    client = connect(start_sandbox(clock=lambda: now[0]))
    task_id = client.created(body_of(inline_picture))
    now[0] += 60
    url = client.until(task_id, "SUCCEEDED")["output"]["video_url"]
    assert int(parse_qs(urlsplit(url).query)["Expires"][0]) == int(now[0]) + DAY
    now[0] += DAY - 60
    assert client.look(task_id)["output"]["task_status"] == "UNKNOWN"
    assert client.tasks()["total"] == 0
    now[0] += 61
    assert requests.get(url, timeout=60).status_code == 403


def test_what_has_expired_leaves_the_disk(
    start_sandbox: StartSandbox, connect: Connect, tmp_path: Path, inline_picture: dict[str, str]
) -> None:
    now = [1_800_000_000.0]
    first = start_sandbox(clock=lambda: now[0])
    client = connect(first)
    task_id = client.created(body_of(inline_picture))
    now[0] += 60
    client.until(task_id, "SUCCEEDED")
    first.stop()
    assert files(tmp_path / "data") == 2
    now[0] += 3 * DAY
    # It sweeps before it serves.
    client = connect(start_sandbox(clock=lambda: now[0]))
    later = client.created(body_of(inline_picture))
    now[0] += 60
    client.until(later, "SUCCEEDED")
    assert files(tmp_path / "data") == 2


def test_a_finished_task_is_told_by_the_next_process_with_its_own_port(
    start_sandbox: StartSandbox, connect: Connect, inline_picture: dict[str, str]
) -> None:
    first = start_sandbox()
    client = connect(first)
    task_id = client.created(body_of(inline_picture))
    url = client.until(task_id, "SUCCEEDED")["output"]["video_url"]
    first.stop()
    second = start_sandbox()
    again = connect(second).look(task_id)["output"]["video_url"]
    assert urlsplit(url).path == urlsplit(again).path
    assert urlsplit(again).netloc == urlsplit(second.base_url).netloc
    assert requests.get(again, timeout=60).status_code == 200


def test_a_stopped_rendering_is_done_again_by_the_next_process(
    start_sandbox: StartSandbox, connect: Connect, inline_picture: dict[str, str]
) -> None:
    first = start_sandbox(speed=1.0)
    client = connect(first)
    running = client.created(body_of(inline_picture))
    waiting = client.created(body_of(inline_picture))
    client.until(running, "RUNNING")
    first.stop()
    second = connect(start_sandbox())
    assert second.until(running, "SUCCEEDED")
    assert second.until(waiting, "SUCCEEDED")


@pytest.mark.parametrize("processes", [1, 2])
def test_each_process_renders_one_task_at_a_time(
    start_sandbox: StartSandbox, connect: Connect, inline_picture: dict[str, str], processes: int
) -> None:
    clients = [connect(start_sandbox()) for _ in range(processes)]
    made = [clients[index % processes].created(body_of(inline_picture)) for index in range(4)]
    for task_id in made:
        clients[0].until(task_id, "SUCCEEDED")
    spans = [(row["start_time"], row["end_time"]) for row in clients[-1].tasks()["data"]]
    assert len(spans) == 4
    assert max(sum(start <= moment < end for start, end in spans) for moment, _ in spans) <= processes


def test_a_task_is_taken_over_only_when_its_lease_has_run_out(tmp_path: Path) -> None:
    store = Store(tmp_path)
    task = Task(
        task_id="sandbox-1", account="a", model="wan2.7-r2v", request_id="r", status=Status.PENDING, created=100.0
    )
    store.add_task(task, due=101.5)
    assert store.claim("one", now=101.4, lease=4, wall=1000) is None
    taken = store.claim("one", now=101.5, lease=4, wall=1000)
    assert taken is not None
    assert (taken.status, taken.started) == (Status.RUNNING, 101.5)
    assert store.claim("two", now=105.0, lease=4, wall=1003.9) is None
    store.renew("one", {"sandbox-1"}, until=1008)
    store.renew("two", {"sandbox-1"}, until=0)
    assert store.claim("two", now=105.0, lease=4, wall=1007.9) is None
    again = store.claim("two", now=106.0, lease=4, wall=1008.1)
    assert again is not None
    assert again.started == 101.5
    store.end(replace(again, status=Status.SUCCEEDED, ended=110.0))
    assert store.claim("one", now=120.0, lease=4, wall=2000) is None


def files(folder: Path) -> int:
    return sum(path.is_file() for name in ("uploads", "results") for path in (folder / name).iterdir())
