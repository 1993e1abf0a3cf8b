"""The request example in a real browser: its languages, that it follows the form, and what is copied."""

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.conftest import EXAMPLES, add_references, open_page, shoot
from tests.programs import Program

pytestmark = pytest.mark.browser

PROMPT = 'Image 1 says <b>"it\'s"</b> & <img src=x onerror=alert(1)> `x` $HOME 茶'


def unfold(page: Page) -> None:
    page.get_by_role("button", name="Request example").click()
    expect(page.locator("#request-example .r2v-example-text")).to_be_visible()


def test_the_example_follows_the_form_and_remembers_its_language(app: Program, page: Page) -> None:
    open_page(page, app)
    unfold(page)
    example = page.locator("#request-example")
    expect(example.get_by_role("tab", name="curl")).to_have_attribute("aria-selected", "true")
    expect(example).to_contain_text("bash <<'EXAMPLE'")
    add_references(page, EXAMPLES / "coffee.png")
    page.locator("#prompt textarea").fill(PROMPT)
    expect(example).to_contain_text("upload coffee.png")
    example.get_by_role("tab", name="Python", exact=True).click()
    expect(example).to_contain_text('Image 1 says <b>\\"it\'s\\"</b> & <img src=x onerror=alert(1)> `x` $HOME 茶')
    page.keyboard.press("ArrowRight")
    expect(example.get_by_role("tab", name="Python SDK")).to_be_focused()
    expect(example).to_contain_text("VideoSynthesis.async_call(")
    page.keyboard.press("ArrowRight")
    expect(example).to_contain_text('await upload("coffee.png")')
    page.reload()
    page.wait_for_selector("#generate")
    unfold(page)
    expect(example).to_contain_text('await upload("coffee.png")')
    expect(example.get_by_role("tab", name="JavaScript")).to_have_attribute("aria-selected", "true")


@pytest.mark.long
def test_what_is_copied_is_the_whole_text(app: Program, page: Page) -> None:
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    open_page(page, app)
    page.locator("#prompt textarea").fill(PROMPT)
    unfold(page)
    example = page.locator("#request-example")
    expect(example).to_contain_text("$HOME 茶")
    example.get_by_role("button", name="Copy").click()
    expect(example.get_by_role("button", name="Copied")).to_be_visible()
    copied = page.evaluate("() => navigator.clipboard.readText()")
    assert copied == example.locator("code").text_content()
    assert copied.startswith("bash <<'EXAMPLE'\n")
    assert copied.endswith("\nEXAMPLE\n")
    expect(example.get_by_role("button", name="Copy", exact=True)).to_be_visible()


@pytest.mark.long
def test_the_service_and_the_region_chosen_are_the_examples(app: Program, page: Page) -> None:
    open_page(page, app)
    unfold(page)
    page.get_by_role("button", name="Service and key").click()
    page.get_by_label("Model Studio", exact=True).check()
    example = page.locator("#request-example")
    expect(example).to_contain_text("at Model Studio.")
    expect(example).to_contain_text("aliyuncs.com/api/v1")
    page.get_by_label("ModelStream", exact=True).check()
    expect(example).to_contain_text("MODELSTREAM_API_KEY")
    example.get_by_role("tab", name="Python SDK").click()
    expect(example).to_contain_text("The official SDK speaks to Model Studio only.")


@pytest.mark.parametrize(("name", "width"), [("desktop", 1280), ("phone", 390)])
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.long
def test_how_it_looks(app: Program, page: Page, name: str, width: int, scheme: str) -> None:
    page.set_viewport_size({"width": width, "height": 900})
    open_page(page, app)
    if scheme == "dark":
        page.locator(".r2v-theme").click()
    page.locator("#prompt textarea").fill("Image 1 waves.")
    unfold(page)
    sheet = page.locator("#request-example")
    expect(sheet).to_contain_text("Image 1 waves.")
    sheet.scroll_into_view_if_needed()
    # The page itself never scrolls sideways, however long the lines are.
    assert page.evaluate("() => document.documentElement.scrollWidth <= window.innerWidth")
    shoot(page, f"example-{name}-{scheme}")
