"""The list of tasks: filters, pages and times."""

from typing import Any

import pytest

from tests.sandbox.conftest import Connect, StartSandbox
from tests.sandbox.raw_client import RawClient, body_of


def test_the_list_is_filtered_and_comes_in_pages(
    start_sandbox: StartSandbox, connect: Connect, inline_picture: dict[str, str]
) -> None:
    # 2026-11-24 12:00:00 in Beijing
    now = [1_795_492_800.0]
    client = connect(start_sandbox(clock=lambda: now[0], speed=1.0))
    made = []
    for duration in (1, 2, 1):
        made.append(client.created(body_of(inline_picture, duration=duration)))
        now[0] += 0.25
    page = client.tasks(page_size=2)
    assert (page["total"], page["total_page"], page["page_no"], page["page_size"]) == (3, 2, 1, 2)
    assert ids(page) + ids(client.tasks(page_size=2, page_no=2)) == made[::-1]
    assert ids(client.tasks(status="PENDING")) == [made[1]]
    assert ids(client.tasks(status="FAILED", model_name="wan2.7-r2v")) == [made[2], made[0]]
    assert ids(client.tasks(model_name="wan2.7-r2v-2026-06-12")) == []
    assert ids(client.tasks(start_time="20261124115959", end_time="20261124120000")) == made[::-1]
    assert ids(client.tasks(start_time="20261124120001", end_time="20261124120100")) == []
    row = client.tasks()["data"][-1]
    assert row["gmt_create"] == 1_795_492_800_000
    assert row["request_id"]
    assert (row["model_name"], row["status"], row["end_time"]) == ("wan2.7-r2v", "FAILED", 1_795_492_800_000)


@pytest.mark.parametrize(
    "query",
    [
        {"status": "DONE"},
        {"page_no": 0},
        {"page_size": "ten"},
        {"start_time": "2026-11-24"},
        {"start_time": "20261124120000", "end_time": "20261125120001"},
        {"start_time": "20261124120000", "end_time": "20261124110000"},
    ],
)
def test_a_list_that_makes_no_sense_is_refused(client: RawClient, query: dict[str, str | int]) -> None:
    answer = client.get("/tasks", **query)
    assert (answer.status_code, answer.json()["code"]) == (400, "InvalidParameter")


def ids(page: dict[str, Any]) -> list[str]:
    return [row["task_id"] for row in page["data"]]
