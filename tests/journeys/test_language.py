"""The page in Chinese: by the browser's language and by choice, with all that was typed and dropped."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.journeys.conftest import EXAMPLES, PLAYS, add_references, open_page, shoot
from tests.programs import Program

# What is seen: names, models, units, codes and an example's code are no language; a language is named in itself.
NAMES = re.compile(
    r"Wan R2V Studio|Model Studio|ModelStream|EN|Alt|Enter|Esc|Delete|HappyHorse|MB|kB|px|[A-Z][A-Z0-9]+"
    r"|wan2\.7-\S+|happyhorse-\S+|sandbox-\S+|\S+\.(png|jpg|mp4|wav)"
)
SEEN = """() => [...document.querySelectorAll('body *')].filter((node) => !node.closest(
    'code, pre, footer, script, style, dialog:not([open])') && node.checkVisibility()).flatMap(
    (node) => [...node.childNodes].filter((one) => one.nodeType === 3).map((one) => one.textContent.trim()))"""


@pytest.fixture
def chinese(browser: Browser) -> Iterator[Page]:
    """A page of a visitor whose browser is Chinese."""
    context = browser.new_context(viewport={"width": 1280, "height": 800}, locale="zh-CN", reduced_motion="reduce")
    yield context.new_page()
    context.close()


def english_on(page: Page) -> list[str]:
    """Give what is seen and has an English word in it."""
    return [text for text in page.evaluate(SEEN) if re.search("[A-Za-z]{2}", NAMES.sub("", text))]


def shoot_everywhere(page: Page, name: str) -> None:
    for width in (1280, 390):
        page.set_viewport_size({"width": width, "height": 800})
        for scheme in ("light", "dark"):
            page.evaluate("(dark) => document.body.classList.toggle('dark', dark)", scheme == "dark")
            shoot(page, f"{name}-{width}-{scheme}")
    page.evaluate("() => document.body.classList.remove('dark')")
    page.set_viewport_size({"width": 1280, "height": 800})


def test_a_chinese_browser_sees_chinese(chinese: Page, app: Program) -> None:
    page = chinese
    open_page(page, app)
    expect(page.locator("html")).to_have_attribute("lang", "zh-CN")
    expect(page.locator("#generate")).to_have_text("生成")
    assert english_on(page) == []
    shoot_everywhere(page, "chinese-empty")

    # A finding, a warning, and the citation as a Chinese prompt has it.
    add_references(page, EXAMPLES / "chelsea.png", EXAMPLES / "rocket.jpg")
    expect(page.locator("#references")).to_contain_text("图1")
    page.fill("#prompt textarea", "图1在看火箭，图7也来了。")
    expect(page.locator("#findings")).to_contain_text("提示词引用了")
    assert english_on(page) == []
    shoot_everywhere(page, "chinese-findings")

    # A job, its record and its history: the record is English in the database, and is read in Chinese.
    page.fill("#prompt textarea", "图1在看图2。")
    expect(page.locator("#findings .r2v-error")).to_have_count(0)
    page.click("#generate")
    expect(page.locator("#state")).to_contain_text("已完成", timeout=60_000)
    page.wait_for_function(PLAYS)
    page.locator("#record summary").click()
    assert english_on(page) == []
    shoot_everywhere(page, "chinese-made")

    # By choice, and back again: everything stands as it did.
    page.locator("#language").click()
    expect(page.locator("html")).to_have_attribute("lang", "en")
    expect(page.locator("#generate")).to_have_text("Generate")
    expect(page.locator("#prompt textarea")).to_have_value("图1在看图2。")
    expect(page.locator("#references .r2v-ref")).to_have_count(2)
    expect(page.locator("#state")).to_contain_text("Succeeded")
    # It is remembered without the address, too.
    open_page(page, app)
    expect(page.locator("#generate")).to_have_text("Generate")


# An app that asks for a code has this box; one that is started for it alone would take seconds.
CODE_BOX = """() => {
  document.body.insertAdjacentHTML('beforeend', '<label id="access-code">Code<input type="password"></label>');
}"""


def test_an_english_browser_can_choose_chinese_without_cookies(page: Page, app: Program) -> None:
    open_page(page, app)
    page.fill("#prompt textarea", "A cat looks up.")
    page.evaluate(CODE_BOX)
    page.fill("#access-code input", "open sesame")
    page.locator("#language").click()
    expect(page.locator("#generate")).to_have_text("生成")
    page.evaluate(CODE_BOX)
    expect(page.locator("#access-code input")).to_have_value("open sesame")
    assert page.evaluate("() => Object.values({ ...sessionStorage }).includes('open sesame')") is False
    expect(page.locator("#prompt textarea")).to_have_value("A cat looks up.")
    # In another site's frame a browser may keep no cookies.
    page.context.clear_cookies()
    open_page(page, app)
    expect(page.locator("#generate")).to_have_text("生成")
    # An event's language is the page's.
    page.locator("#generate").click()
    expect(page.locator("#findings")).to_contain_text("没有提交：先修正 1 处")
    expect(page.locator("#references .r2v-tray-slot")).to_be_focused()
