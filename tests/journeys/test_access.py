"""Everybody gets in: axe finds nothing grave on any screen in either theme, and no screen scrolls sideways."""

import pytest
from playwright.sync_api import Page, expect

from lib.tokens import as_root_style
from lib.ui.owner_page import PAGE
from tests.journeys.axe import THEMES, dress, grave_findings, grave_in_both_themes
from tests.journeys.conftest import EXAMPLES, PLAYS, add_references, open_page, shoot
from tests.programs import Program

pytestmark = pytest.mark.browser

# Chromium at 200 % shows a window of 1280 × 800 as one of 640 × 400.
SIZES = {"phone": (390, 844), "zoomed": (640, 400)}
SCREENS = ["empty", "errors", "more", "keys", "running", "succeeded", "history", "phone", "zoomed"]


class Look:
    """Looks at one screen after the other, in light and in dark."""

    def __init__(self, page: Page) -> None:
        self._page = page
        self.found: list[str] = []
        self.seen: list[str] = []

    def at(self, name: str) -> None:
        self.seen.append(name)
        for theme in THEMES:
            dress(self._page, theme)
            self.found += [f"{name}, {theme}: {line}" for line in grave_findings(self._page)]
            shoot(self._page, f"{name}-{theme}")


def test_axe_finds_nothing_grave_on_any_screen_in_either_theme(page: Page, app: Program) -> None:
    look = Look(page)
    open_page(page, app)
    expect(page.locator("#references .r2v-tray-list")).to_be_visible()
    look.at("empty")
    page.locator("#prompt textarea").fill("Image 7 dances with @Image1.")
    add_references(page, EXAMPLES / "coffee.png", EXAMPLES / "rocket.jpg")
    expect(page.locator("#findings")).to_contain_text("cites Image 7")
    look.at("errors")
    page.get_by_role("button", name="More settings").click()
    look.at("more")
    page.get_by_role("button", name="More settings").click()
    page.get_by_role("button", name="Service and key").click()
    page.get_by_label("Model Studio", exact=True).check()
    expect(page.locator("#region")).to_be_visible()
    look.at("keys")
    page.get_by_label("Sandbox", exact=True).check()
    page.get_by_role("button", name="Service and key").click()
    page.locator("#prompt textarea").fill("Image 1 steams beside Image 2.")
    expect(page.locator("#findings")).to_contain_text("Ready")
    page.locator("#duration input[type=number]").fill("6")
    page.locator("#generate").click()
    page.wait_for_selector("#state [data-state]:not([data-state=idle])")
    look.at("running")
    page.wait_for_function(PLAYS, timeout=90_000)
    look.at("succeeded")
    for name, (width, height) in SIZES.items():
        page.set_viewport_size({"width": width, "height": height})
        look.at(name)
        assert page.evaluate("() => document.documentElement.scrollWidth") <= width, name
    page.set_viewport_size({"width": 1280, "height": 800})
    page.locator("#history .r2v-all").click()
    expect(page.get_by_role("dialog", name="Your videos")).to_be_visible()
    look.at("history")
    assert sorted(look.seen) == sorted(SCREENS)
    assert not look.found, "\n".join(look.found)


def test_axe_finds_nothing_grave_in_what_opens_above_the_form(page: Page, app: Program) -> None:
    open_page(page, app)
    add_references(page, EXAMPLES / "coffee.png", EXAMPLES / "rocket.jpg")
    found = []
    page.click("#references .r2v-tray-from")
    expect(page.get_by_role("menuitem", name="Link")).to_be_visible()
    found += grave_in_both_themes(page, "#references .r2v-tray-menu")
    for way in ("Link", "Storyboard grid", "Camera"):
        page.get_by_role("menuitem", name=way).click()
        expect(page.locator("#references .r2v-tray-sheet")).to_be_visible()
        found += grave_in_both_themes(page, "#references .r2v-tray-sheet")
        page.keyboard.press("Escape")
        page.click("#references .r2v-tray-from")
    page.keyboard.press("Escape")
    page.get_by_role("button", name="Add a voice to Image 1").click()
    found += grave_in_both_themes(page, "#references .r2v-tray-menu")
    page.keyboard.press("Escape")
    page.get_by_role("button", name="Ideas").click()
    found += grave_in_both_themes(page, ".r2v-ideas-menu")
    page.keyboard.press("Escape")
    page.locator("#chips").get_by_role("button", name="Shots").click()
    expect(page.locator(".r2v-shot")).to_have_count(1)
    found += grave_in_both_themes(page, "#shots")
    page.locator("#prompt textarea").press("End")
    page.keyboard.type(" @")
    expect(page.locator(".r2v-picker")).to_be_visible()
    found += grave_in_both_themes(page, ".r2v-prompt-group")
    assert not found, "\n".join(found)


def test_axe_finds_nothing_grave_in_the_service_sheet_whichever_service_is_chosen(page: Page, app: Program) -> None:
    open_page(page, app)
    page.get_by_role("button", name="Service and key").click()
    expect(page.locator("#unconfirmed")).to_contain_text("An offline animatic: this app itself draws your references")
    found = grave_in_both_themes(page, "#service-sheet")
    page.get_by_label("ModelStream", exact=True).check()
    expect(page.locator("#unconfirmed summary")).to_be_visible()
    found += grave_in_both_themes(page, "#service-sheet")
    assert not found, "\n".join(found)


SPENT = {
    "day": "2026-01-31",
    "totals": {"CNY": 12.5},
    "caps": {"per_day": 20.0, "per_visitor": None, "jobs_per_visitor": 3},
    "stopped": False,
    "spenders": [{"payer": "somebody", "jobs": 2, "under_way": 1, "currency": "CNY", "amount": 12.5}],
}


def test_axe_finds_nothing_grave_on_the_owners_page(page: Page, app: Program) -> None:
    """The page itself is served by an app with an owner; what it shows is told by this test."""
    text = PAGE.read_text(encoding="utf-8").replace("TOKENS", as_root_style())
    page.route("**/owner", lambda route: route.fulfill(body=text, content_type="text/html"))
    page.route("**/owner/spending", lambda route: route.fulfill(json=SPENT))
    page.goto(f"{app.address.rstrip('/')}/owner")
    page.get_by_label("Owner code").fill("code")
    page.get_by_role("button", name="Show").click()
    expect(page.locator("#sum")).to_have_text("CNY 12.50")
    for theme in THEMES:
        page.emulate_media(color_scheme="dark" if theme == "dark" else "light")
        assert grave_findings(page) == []
        shoot(page, f"owner-{theme}")


def test_the_page_asks_no_other_host(page: Page, app: Program, foreign_requests: list[str]) -> None:
    """Loading and using it; every other test of the page is held to the same by the fixture `page`."""
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    open_page(page, app)
    page.locator("[data-starter=grid]").click()
    expect(page.locator("#references .r2v-ref")).to_have_count(1)
    page.get_by_role("button", name="Service and key").click()
    page.get_by_role("button", name="Request example").click()
    expect(page.locator("#findings")).to_contain_text("Ready")
    assert len(asked) > 20
    assert foreign_requests == []
    assert [one for one in asked if not one.startswith((app.address.rstrip("/"), "data:", "blob:"))] == []
