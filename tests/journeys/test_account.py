"""What belongs to whoever has a key: is it good, what was made with it elsewhere, and the ways on of a lost job."""

import re
from collections.abc import Iterator, Mapping
from contextlib import ExitStack
from pathlib import Path

import httpx
import pytest
from playwright.sync_api import Page, expect

from lib.providers.provider import Account
from lib.secret import Secret
from tests.jobs.elsewhere import ended_elsewhere
from tests.journeys.conftest import EXAMPLES, PLAYS, add_references, open_page, shoot
from tests.programs import Program, start_app, start_sandbox
from tests.regions import SINGAPORE, Regions, Said, good, regions

pytestmark = pytest.mark.browser

OWNER, VISITOR = "sk-of-the-owner", "sk-of-a-visitor-0123"
# Two cores may be busy with other tests.
SLOWLY = 90_000


class Programs:
    """Starts programs that run until the page is closed."""

    def __init__(self, folder: Path, stack: ExitStack) -> None:
        self._folder = folder
        self._stack = stack

    def service(self, *options: str) -> Program:
        """Start a stand-in on its own."""
        return self._stack.enter_context(start_sandbox(self._folder / "service", *options))

    def hosts(self, said: Mapping[tuple[str, str], Said]) -> Regions:
        """Start Model Studio's own hosts."""
        return self._stack.enter_context(regions(self._folder, said))

    def app(self, **settings: str) -> Program:
        """Start the app."""
        return self._stack.enter_context(start_app(self._folder / "home", **settings))

    def app_at(self, service: Program, **settings: str) -> Program:
        """Start the app with the owner's key, on a stand-in."""
        return self.app(DASHSCOPE_API_KEY=OWNER, DASHSCOPE_HTTP_BASE_URL=service.address, **settings)


@pytest.fixture
def programs(tmp_path: Path) -> Iterator[Programs]:
    with ExitStack() as stack:
        yield Programs(tmp_path, stack)


def open_sheet(page: Page, name: str) -> None:
    page.locator(f"#{name}-button button").click()


def give_key(page: Page, key: str) -> None:
    page.locator("#service").get_by_label("Model Studio").check()
    page.locator("#api-key input:visible").fill(key)


def send(page: Page, prompt: str) -> None:
    add_references(page, EXAMPLES / "coffee.png")
    page.locator("#prompt textarea").fill(prompt)
    page.get_by_label("720P").check()
    box = page.locator("#duration input[type=number]")
    box.fill("2")
    box.press("Tab")
    expect(page.locator("#findings")).to_contain_text("Ready")
    page.locator("#generate").click()


def tasks_at(service: Program, key: str) -> int:
    answer = httpx.get(f"{service.address}/tasks/", headers={"Authorization": f"Bearer {key}"}).json()
    return int(answer["total"])


@pytest.mark.long
def test_a_key_of_another_region_is_told_and_the_region_set(programs: Programs, page: Page) -> None:
    hosts = programs.hosts({(SINGAPORE, VISITOR): good()})
    app = programs.app(**hosts.environment)
    open_page(page, app)
    verdict = page.locator("#key-verdict")
    open_sheet(page, "service-sheet")
    page.locator("#test-key").click()
    expect(verdict).to_contain_text("The sandbox needs no key")
    give_key(page, VISITOR)
    expect(verdict).not_to_contain_text("sandbox")
    page.locator("#test-key").click()
    expect(verdict).to_contain_text("Set the region to Singapore.")
    expect(verdict).to_contain_text("does not accept this key")
    shoot(page, "key-of-another-region")
    verdict.get_by_role("button", name="Use Singapore").click()
    expect(page.locator("#region").get_by_label("Singapore")).to_be_checked()
    expect(verdict).not_to_contain_text("Set the region")
    page.locator("#test-key").click()
    expect(verdict).to_contain_text("The key is good for Singapore")
    page.locator("#api-key input:visible").fill("sk-that-nobody-knows")
    expect(verdict).not_to_contain_text("good")
    page.locator("#test-key").click()
    expect(verdict).to_contain_text("refused in every region")
    shoot(page, "key-refused")
    assert {path for _, path, _ in hosts.seen} == {"/api/v1/uploads"}
    assert VISITOR not in app.output


@pytest.mark.long
def test_a_stranger_is_told_nothing_of_the_owners_key(programs: Programs, tmp_path: Path, page: Page) -> None:
    service = programs.service()
    ended_elsewhere(Account(service="dashscope", base_url=service.address, key=Secret(OWNER)), tmp_path, "A cup.")
    app = programs.app_at(service, R2V_ACCESS_CODE="open sesame")
    open_page(page, app)
    open_sheet(page, "service-sheet")
    page.locator("#test-key").click()
    expect(page.locator("#key-verdict")).to_contain_text("access code")
    open_sheet(page, "recover-sheet")
    page.locator("#list-tasks").click()
    expect(page.locator("#account-tasks")).to_contain_text("access code")
    expect(page.locator("#account-tasks li")).to_have_count(0)
    page.locator("#access-code input").fill("open sesame")
    page.locator("#test-key").click()
    expect(page.locator("#key-verdict")).to_contain_text("The key is good")
    page.locator("#list-tasks").click()
    expect(page.locator("#account-tasks li")).to_have_count(1)


@pytest.mark.long
def test_a_task_made_elsewhere_is_adopted_and_its_video_saved(programs: Programs, tmp_path: Path, page: Page) -> None:
    service = programs.service("--speed", "5")
    whose = Account(service="dashscope", base_url=service.address, key=Secret(VISITOR))
    first = ended_elsewhere(whose, tmp_path, "Image 1 steams.")
    second = ended_elsewhere(whose, tmp_path, "Image 1 cools down.")
    app = programs.app_at(service)
    open_page(page, app)
    open_sheet(page, "service-sheet")
    open_sheet(page, "recover-sheet")
    page.locator("#list-tasks").click()
    expect(page.locator("#account-tasks")).to_contain_text("nothing tells that you are the owner")
    give_key(page, VISITOR)
    page.locator("#list-tasks").click()
    rows = page.locator("#account-tasks li")
    expect(rows).to_have_count(2)
    expect(rows.first).to_contain_text(second.task_id)
    expect(rows.first).to_contain_text(re.compile(r"Succeeded · (just now|\d+ min ago)"))
    rows.first.scroll_into_view_if_needed()
    shoot(page, "tasks-of-the-account")
    rows.first.get_by_role("button", name="Adopt and save").click()
    page.wait_for_function(PLAYS, timeout=SLOWLY)
    expect(page.locator("#record")).to_contain_text("adopted from the account")
    shoot(page, "adopted")
    page.locator("#task-id input").fill(first.task_id)
    page.locator("#adopt-task").click()
    expect(page.locator("#record")).to_contain_text(first.task_id)
    page.wait_for_selector("#state [data-state=succeeded]", state="attached", timeout=SLOWLY)
    page.locator("#task-id input").fill(first.task_id)
    page.locator("#adopt-task").click()
    expect(page.get_by_text("has a job of that task already")).to_be_visible()
    assert tasks_at(service, VISITOR) == 2, "nothing was sent"
    assert VISITOR not in app.output


def test_a_lost_job_is_sent_again_when_somebody_says_so(programs: Programs, page: Page) -> None:
    service = programs.service("--speed", "5", "--fault", "create-500:1")
    app = programs.app_at(service)
    open_page(page, app)
    send(page, "Image 1 steams.")
    page.wait_for_selector("#state [data-state=lost]", timeout=SLOWLY)
    expect(page.locator("#look-again")).to_be_visible()
    again = page.locator("#send-again")
    expect(again).to_have_text("Send again (may be billed twice)")
    expect(page.locator("#repeat button")).to_have_count(0)
    shoot(page, "lost-two-ways")
    page.context.grant_permissions(["clipboard-write"])
    page.locator("#result").get_by_role("button", name="Copy the code").click()
    expect(page.locator("#result .r2v-copy")).to_have_text("Copied")
    again.dblclick()
    page.wait_for_function(PLAYS, timeout=SLOWLY)
    assert tasks_at(service, OWNER) == 1


@pytest.mark.long
def test_a_job_that_has_begun_can_be_left_alone_and_taken_up_again(programs: Programs, page: Page) -> None:
    service = programs.service("--fault", "never-ends")
    app = programs.app_at(service)
    open_page(page, app)
    send(page, "Image 1 steams.")
    page.wait_for_selector("#state [data-state=running]", timeout=SLOWLY)
    page.locator("#cancel").click()
    expect(page.locator("#state")).to_contain_text("it goes on, and a success is charged")
    expect(page.locator("#cancel")).to_be_hidden()
    shoot(page, "stop-following")
    page.locator("#stop-following").click()
    expect(page.locator("#state")).to_contain_text("Not followed")
    expect(page.locator("#result")).to_contain_text("charged if it succeeds")
    expect(page.locator("#send-again")).to_have_count(0)
    shoot(page, "not-followed")
    page.locator("#look-again").click()
    page.wait_for_selector("#state [data-state=running]", timeout=SLOWLY)
    assert tasks_at(service, OWNER) == 1
