"""The tray in a real browser: files come in, are judged, and Python sees them in the order shown."""

import json
import re
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import FilePayload, Page, Route, expect

from lib.ui.tray import script
from tests.ui.tray_driver import CARDS, INPUT, Trays, bring, card, carry, centre, expect_seen, names_shown
from tests.ui.tray_page import MESSAGE, review

pytestmark = pytest.mark.browser


def test_no_prop_is_quoted_in_the_script() -> None:
    # Gradio makes an event of any word that a component's script has in quotes, comments included, and hides the prop.
    names = "tray|title|slots|accept|voices|words|language|review|swaps|longest|examples|reply"
    assert re.findall(rf"""['"`](?:{names})['"`]""", script()) == []


def test_files_arrive_in_order_with_labels_and_verdicts(trays: Trays, page: Page, media: Path) -> None:
    bring(page, media / "one.png", media / "clip.mp4", media / "two.png")
    expect_seen(page, "one.png", "clip.mp4", "two.png")
    expect(page.locator("#references .r2v-ref-label")).to_have_text(["Image 1", "Video 1", "Image 2"])
    expect(page.locator("#references .r2v-tray-count")).to_have_text("3 of 5")
    expect(card(page, 2).locator(".r2v-ref-length")).to_have_text("0:02")
    page.wait_for_function("() => document.querySelector('#references video').videoWidth === 320")
    value = trays.changes[-1]
    assert [item["kind"] for item in value] == ["picture", "clip", "picture"]
    assert value[0]["size"] == (media / "one.png").stat().st_size
    assert Path(value[0]["path"]).read_bytes() == (media / "one.png").read_bytes()
    assert set(value[0]) == {"id", "path", "name", "url", "kind", "size", "voice", "original", "called", "parts"}
    assert page.request.get(value[1]["url"]).body() == (media / "clip.mp4").read_bytes()


def test_each_change_is_told_once_and_a_verdict_is_no_change(trays: Trays, page: Page, media: Path) -> None:
    bring(page, media / "one.png")
    expect_seen(page, "one.png")
    card(page, 1).locator(".r2v-ref-body").press("Delete")
    expect_seen(page, "")
    page.click("#judge")
    page.click("#references .r2v-tray-undo-button")
    expect_seen(page, "one.png")
    assert [len(value) for value in trays.changes] == [1, 0, 1]
    assert [len(value) for value in trays.inputs] == [1, 0, 1]


def test_hostile_names_and_messages_are_only_text(trays: Trays, page: Page) -> None:
    name = "<img src=x onerror=\"document.title='caught'\">'猫 {label} " + "a" * 200 + ".txt"
    payload: FilePayload = {"name": name, "mimeType": "text/plain", "buffer": b"text"}
    page.set_input_files(INPUT, payload)
    expect(card(page, 1)).to_have_attribute("data-verdict", "error")
    expect(card(page, 1).locator(".r2v-ref-drawing span")).to_have_text(name)
    assert page.locator("#references img, #references b").count() == 0
    assert MESSAGE in (card(page, 1).locator(".r2v-ref-mark").get_attribute("title") or "")
    described = card(page, 1).locator(".r2v-ref-body").get_attribute("aria-describedby")
    expect(page.locator(f"[id='{described}']")).to_contain_text(MESSAGE)
    assert trays.changes[-1][0]["name"] == name
    box = card(page, 1).bounding_box()
    assert box is not None
    assert box["width"] < 130
    assert page.title() != "caught"


def test_the_bytes_sent_are_shown_while_uploading(trays: Trays, page: Page) -> None:
    session = page.context.new_cdp_session(page)
    session.send("Network.enable")
    slow = {"offline": False, "latency": 0, "downloadThroughput": -1, "uploadThroughput": 200_000}
    session.send("Network.emulateNetworkConditions", slow)
    payload: FilePayload = {"name": "big.png", "mimeType": "image/png", "buffer": bytes(400_000)}
    page.set_input_files(INPUT, payload)
    expect(card(page, 1).locator(".r2v-ref-sending")).to_contain_text("of 400 KB")
    bar = card(page, 1).get_by_role("progressbar")
    page.wait_for_function("bar => bar.ariaValueNow > 0 && bar.ariaValueNow < 100", arg=bar.element_handle())
    assert trays.changes == []
    session.send("Network.emulateNetworkConditions", {**slow, "uploadThroughput": -1})
    expect_seen(page, "big.png")
    expect(card(page, 1).locator(".r2v-ref-sending")).to_be_hidden()


@pytest.mark.usefixtures("trays")
def test_a_file_that_arrives_first_does_not_take_the_number_of_one_still_on_its_way(page: Page, media: Path) -> None:
    held: list[Route] = []

    def hold(route: Route) -> None:
        held.append(route)

    page.route("**/upload", hold)
    page.set_input_files(INPUT, [media / "one.png", media / "two.png"])
    expect(card(page, 2).locator("[role=progressbar]")).to_be_visible()
    first, second = held
    second.continue_()
    expect(card(page, 2)).to_have_attribute("data-verdict", "ok")
    expect(page.locator(f"{CARDS} .r2v-ref-label")).to_have_text(["Image 1", "Image 2"])
    # One that did not arrive can't be cited, so that it takes no number.
    first.abort()
    expect(page.locator(f"{CARDS} .r2v-ref-label")).to_have_text(["one.png", "Image 1"])
    page.unroute("**/upload")
    card(page, 1).get_by_text("Try again").click()
    expect(page.locator(f"{CARDS} .r2v-ref-label")).to_have_text(["Image 1", "Image 2"])


def test_a_failed_upload_can_be_tried_again_and_loses_nothing(trays: Trays, page: Page, media: Path) -> None:
    bring(page, media / "one.png")
    page.route("**/upload", lambda route: route.abort(), times=1)
    page.set_input_files(INPUT, media / "two.png")
    expect(card(page, 2).locator(".r2v-ref-failed")).to_contain_text("Upload failed")
    assert [item["name"] for item in trays.changes[-1]] == ["one.png"]
    card(page, 2).get_by_text("Try again").click()
    expect_seen(page, "one.png", "two.png")


def test_what_the_server_would_not_take_is_not_sent(trays: Trays, page: Page) -> None:
    payload: FilePayload = {"name": "huge.png", "mimeType": "image/png", "buffer": bytes(6_000_000)}
    page.set_input_files(INPUT, payload)
    expect(card(page, 1).locator(".r2v-ref-failed")).to_contain_text("Too large to upload")
    card(page, 1).locator(".r2v-ref-failed").get_by_text("Remove").click()
    expect(page.locator(CARDS)).to_have_count(0)
    assert trays.changes == []


@pytest.mark.usefixtures("trays")
def test_files_are_dropped_and_pasted(page: Page, media: Path) -> None:
    carry(page, media / "one.png", "image/png", "drop", "#references .r2v-tray-slot")
    expect_seen(page, "one.png")
    carry(page, media / "two.png", "image/png", "paste", "body")
    expect_seen(page, "one.png", "two.png")
    page.focus("#prompt textarea, #prompt input")
    carry(page, media / "three.png", "image/png", "paste", "#prompt textarea, #prompt input")
    # A file that misses the tray must not take the browser away from the page.
    carry(page, media / "three.png", "image/png", "drop", "#restore")
    assert names_shown(page) == ["one.png", "two.png"]


@pytest.mark.usefixtures("trays")
def test_files_beyond_the_slots_are_kept(page: Page, media: Path) -> None:
    bring(page, *[media / f"{name}.png" for name in ("one", "two", "three", "one", "two", "three")])
    expect(page.locator("#references .r2v-tray-count")).to_have_text("6 of 5")
    expect(page.locator("#references .r2v-tray-slot")).to_have_count(0)
    carry(page, media / "clip.mp4", "video/mp4", "drop", "#references .r2v-tray-head")
    expect(page.locator(CARDS)).to_have_count(7)


def test_a_verdict_touches_neither_nodes_nor_focus(trays: Trays, page: Page, media: Path) -> None:
    bring(page, media / "one.png", media / "clip.mp4")
    page.eval_on_selector_all("#references .r2v-ref, #references video", "all => all.forEach(a => (a.kept = true))")
    changes = len(trays.changes)
    card(page, 2).locator(".r2v-ref-body").focus()
    page.eval_on_selector("#judge", "button => button.click()")
    expect(card(page, 2)).to_have_attribute("data-verdict", "warning")
    kept = page.eval_on_selector_all("#references .r2v-ref, #references video", "all => all.map(a => a.kept)")
    assert kept == [True, True, True]
    expect(card(page, 2).locator(".r2v-ref-body")).to_be_focused()
    assert len(trays.changes) == changes


def test_a_restored_form_is_drawn_and_told(trays: Trays, page: Page, media: Path) -> None:
    bring(page, media / "one.png", media / "two.png", media / "three.png")
    expect_seen(page, "one.png", "two.png", "three.png")
    first, second, _ = trays.changes[-1]
    trays.store([{**second, "url": None}, {**first, "id": "c9", "voice": None}])
    page.click("#restore")
    expect_seen(page, "two.png", "one.png")
    page.wait_for_function(
        "() => [...document.querySelectorAll('#references img')].map(i => i.naturalWidth).join() === '320,320'"
    )
    bring(page, media / "three.png")
    assert [item["id"] for item in trays.changes[-1]] == [second["id"], "c9", "c10"]


@pytest.mark.usefixtures("trays")
def test_a_clip_that_the_browser_cannot_play_is_drawn(page: Page, media: Path) -> None:
    bring(page, media / "hevc.mp4")
    expect(card(page, 1).locator(".r2v-ref-drawing")).to_have_text("hevc.mp4")
    expect(card(page, 1).locator(".r2v-ref-label")).to_have_text("Video 1")


def test_the_page_hears_of_cards_and_labels(trays: Trays, page: Page, media: Path) -> None:
    page.evaluate(
        """() => {
            window.heard = [];
            document.addEventListener('r2v:cards', ({ detail: { tray, sending, cards } }) => {
                window.heard.push([tray, sending, cards.map(({ label }) => label)]);
            });
        }"""
    )
    bring(page, media / "one.png", media / "two.png")
    heard: list[Any] = page.evaluate("window.heard")
    assert heard[0] == ["references", 2, ["Image 1", "Image 2"]]
    assert heard[-1] == ["references", 0, ["Image 1", "Image 2"]]
    assert review(trays.changes[-1])["count"] == "2 of 5"


@pytest.mark.usefixtures("trays")
def test_uploads_go_to_the_root_that_the_page_is_served_under(page: Page, media: Path) -> None:
    def serve_below(route: Route) -> None:
        route.continue_(url=route.request.url.replace("/studio/", "/"))

    page.route("**/studio/**", serve_below)
    page.evaluate("window.gradio_config.root += '/studio'")
    with page.expect_request("**/studio/gradio_api/upload"):
        page.set_input_files(INPUT, media / "one.png")
    expect_seen(page, "one.png")


def test_on_a_phone_three_cards_make_a_row(trays: Trays, page: Page, media: Path) -> None:
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto(trays.address)
    bring(page, *[media / name for name in ("one.png", "two.png", "three.png", "clip.mp4")])
    tops = [centre(card(page, number))[1] for number in range(1, 5)]
    assert tops[0] == tops[1] == tops[2] < tops[3]
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    small = page.eval_on_selector_all(
        "#references button",
        "all => all.filter(a => a.offsetParent && (a.offsetWidth < 24 || a.offsetHeight < 24)).map(a => a.className)",
    )
    assert json.dumps(small) == "[]"


def test_the_words_follow_the_browser(tray_server: Trays, page: Page) -> None:
    page.add_init_script("Object.defineProperty(navigator, 'language', { get: () => 'zh-CN' })")
    page.goto(tray_server.address)
    expect(page.locator("#references .r2v-tray-slot-title")).to_have_text("拖入图片或视频片段")
