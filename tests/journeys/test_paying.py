"""A key stays in the browser only where the person wants that, and goes when it is told to; the owner's page."""

from playwright.sync_api import Page, expect

from tests.journeys.conftest import open_page
from tests.programs import Program

KEY = "sk-a-visitors-own"
KEPT = "() => localStorage.getItem('r2v.key')"


def test_a_key_is_kept_only_if_it_is_wanted_and_forgotten_at_once(page: Page, app: Program) -> None:
    open_page(page, app)
    page.get_by_role("button", name="Service and key").click()
    page.locator("#service").get_by_label("Model Studio").check()
    box = page.locator("#api-key input:visible")
    box.fill(KEY)
    page.wait_for_function(f"() => ({KEPT})() === '{KEY}'")
    page.locator("#keep-key input").uncheck()
    page.wait_for_function(f"() => ({KEPT})() === null")
    # Still there for this visit, and gone with it.
    expect(box).to_have_value(KEY)
    box.fill(KEY + "-2")
    page.reload()
    page.get_by_role("button", name="Service and key").click()
    expect(page.locator("#keep-key input")).not_to_be_checked()
    assert page.evaluate(KEPT) is None
    page.locator("#keep-key input").check()
    page.locator("#service").get_by_label("Model Studio").check()
    box = page.locator("#api-key input:visible")
    box.fill(KEY)
    page.wait_for_function(f"() => ({KEPT})() === '{KEY}'")
    page.locator("#forget-key").click()
    expect(box).to_have_value("")
    page.wait_for_function(f"() => ({KEPT})() === null")
