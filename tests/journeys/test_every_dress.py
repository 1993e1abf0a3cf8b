"""All that the page is for, in each of its dresses: two languages, two themes, two widths."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, Page, ViewportSize, expect

from lib.ui.language.chinese import chinese
from lib.ui.tray_add_words import CHINESE, ENGLISH
from tests.journeys.axe import grave_findings
from tests.journeys.conftest import EXAMPLES, PLAYS, add_references, open_page, shoot
from tests.journeys.test_language import english_on
from tests.makers import make_clip, make_voice
from tests.programs import Program

# It is all of the page: on a busy machine that takes minutes.
pytestmark = [pytest.mark.browser, pytest.mark.timeout(400)]

BODIES = "#references .r2v-ref-body"
LABELS = "#references .r2v-ref-label"
FILM = "document.querySelector('.r2v-film video')"
SIDEWAYS = "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"


@dataclass(frozen=True, kw_only=True)
class Dress:
    """How the page is looked at: the window's width in pixels, the theme, the language."""

    width: int
    theme: str
    locale: str

    @property
    def name(self) -> str:
        return f"{self.locale[:2]}-{self.theme}-{self.width}"

    @property
    def chinese(self) -> bool:
        return self.locale == "zh-CN"

    @property
    def person(self) -> str:
        return "安娜" if self.chinese else "Anna"

    def cite(self, text: str) -> str:
        """Write `1` to `9` in braces as the pictures are cited in this language, and `v` as the clip."""
        picture, clip = ("图", "视频1") if self.chinese else ("Image ", "Video 1")
        return re.sub(r"\{(\d)\}", rf"{picture}\1", text).replace("{v}", clip)


# Two that differ in everything are gone through at each run, the other six at the long one.
ALWAYS = {"en-light-1280", "zh-dark-390"}
DRESSES = [
    Dress(width=width, theme=theme, locale=locale)
    for width, theme, locale in product((1280, 390), ("light", "dark"), ("en-US", "zh-CN"))
]
SHOWN = [pytest.param(one, id=one.name, marks=[] if one.name in ALWAYS else [pytest.mark.long]) for one in DRESSES]
SPOKEN = {ENGLISH[key]: CHINESE[key] for key in ENGLISH}


class Walk:
    """One person's way through the page, by what it is called in their language."""

    def __init__(self, page: Page, dress: Dress) -> None:
        self.page, self.dress = page, dress

    def say(self, english: str) -> str:
        """Give words as they stand on this page."""
        if not self.dress.chinese:
            return english
        return SPOKEN.get(english) or chinese().of(english)

    def button(self, english: str, within: str = "body") -> Locator:
        return self.page.locator(within).get_by_role("button", name=self.say(english))

    def from_menu(self, tray: str, way: str) -> None:
        """Open a tray's menu and take one of its ways in."""
        self.page.locator(f"{tray} .r2v-tray-from").click()
        self.page.get_by_role("menuitem", name=self.say(way)).click()

    def look(self, name: str, within: str = "") -> None:
        """Hold a screen to what every screen must be, and keep its picture."""
        page = self.page
        page.mouse.move(1, 1)
        assert page.evaluate(SIDEWAYS) <= 0, f"{name} scrolls sideways"
        assert grave_findings(page, within) == []
        if self.dress.chinese:
            assert english_on(page) == []
        shoot(page, f"every-{name}-{self.dress.name}")


@pytest.fixture(params=SHOWN)
def walk(request: pytest.FixtureRequest, browser: Browser, app: Program) -> Iterator[Walk]:
    """The open page of a new visitor in one dress."""
    dress: Dress = request.param
    size: ViewportSize = {"width": dress.width, "height": 800 if dress.width > 800 else 844}
    context = browser.new_context(
        viewport=size, locale=dress.locale, reduced_motion="reduce", has_touch=dress.width < 800
    )
    context.add_init_script(f"localStorage.setItem('r2v.theme', '{dress.theme}')")
    page = context.new_page()
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    open_page(page, app)
    yield Walk(page, dress)
    context.close()
    assert errors == []


def test_all_that_the_page_is_for(walk: Walk, tmp_path: Path) -> None:
    walk.look("empty")
    references(walk, tmp_path)
    prompt(walk)
    settings(walk)
    result(walk)
    next_shot(walk)
    history(walk)
    stage(walk)


def references(walk: Walk, folder: Path) -> None:
    """Pictures and a clip, named, with a voice, moved, removed and brought back, laid into a grid and taken apart."""
    page = walk.page
    clip = make_clip(folder / "片段.mp4", width=640, height=360, seconds=2.0, fps=30)
    add_references(page, EXAMPLES / "chelsea.png", EXAMPLES / "coffee.png", clip)
    expect(page.locator("#references .r2v-tray-count")).to_contain_text("3")
    page.locator(BODIES).first.press("F2")
    page.keyboard.type(walk.dress.person)
    page.keyboard.press("Enter")
    page.locator("#references .r2v-ref").first.locator(".r2v-ref-sound").click()
    with page.expect_file_chooser() as chooser:
        page.get_by_role("menuitem", name=walk.say("This device")).click()
    chooser.value.set_files(make_voice(folder / "声音.wav", seconds=2.0))
    expect(page.locator(".r2v-ref-voice[data-state=ready]")).to_have_attribute("data-verdict", "ok")
    walk.look("references")
    page.locator(BODIES).first.press("Alt+ArrowRight")
    expect(page.locator(BODIES).nth(1)).to_have_attribute("aria-label", re.compile(walk.dress.person))
    page.locator(BODIES).nth(1).press("Alt+ArrowLeft")
    expect(page.locator(BODIES).first).to_have_attribute("aria-label", re.compile(walk.dress.person))
    page.locator(BODIES).nth(2).press("Delete")
    expect(page.locator(BODIES)).to_have_count(2)
    page.locator("#references .r2v-tray-undo-button").click()
    expect(page.locator(BODIES)).to_have_count(3)
    walk.from_menu("#references", "Storyboard grid")
    walk.look("grid", "#references .r2v-tray-sheet")
    walk.button("Make the grid", "#references .r2v-tray-sheet").click()
    expect(page.locator(BODIES)).to_have_count(2)
    page.locator("#references .r2v-tray-undo-button").click()
    expect(page.locator(BODIES)).to_have_count(3)
    walk.from_menu("#references", "Link")
    page.get_by_role("dialog").get_by_role("textbox").fill("http://127.0.0.1:9/private.png")
    walk.button("Fetch").click()
    expect(page.get_by_role("alert").filter(has_text=re.compile(".+"))).to_be_visible()
    walk.look("link", "#references .r2v-tray-sheet")
    page.keyboard.press("Escape")


def prompt(walk: Walk) -> None:
    """Chips, the picker, what is not there, an idea, and a list of shots."""
    page, box = walk.page, walk.page.locator("#prompt textarea")
    page.locator("#chips .r2v-chip", has_text=re.compile("图1|图 1|Image 1")).first.click()
    expect(box).to_have_value(re.compile("^(Image 1|图1)"))
    box.press("End")
    page.keyboard.type(" @")
    expect(page.locator(".r2v-picker-option")).to_have_count(3)
    walk.look("picker", "#form")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.keyboard.type(walk.dress.cite(" {9}."))
    expect(page.locator(".r2v-mirror mark")).to_have_count(3)
    expect(page.locator(".r2v-mirror mark.r2v-cited-missing")).to_have_count(1)
    expect(page.locator("#findings .r2v-error")).to_have_count(1)
    walk.look("missing", "#form")
    page.locator(".r2v-ideas-open").click()
    expect(page.locator(".r2v-idea").first).to_be_visible()
    walk.look("ideas", "#form")
    page.keyboard.press("Escape")
    box.fill(walk.dress.cite("{1} … {2}."))
    page.locator(".r2v-shots-open").click()
    expect(page.locator(".r2v-shot")).to_have_count(1)
    page.locator(".r2v-shot-add").click()
    expect(page.locator(".r2v-shot-words").nth(1)).to_be_focused()
    page.keyboard.type(walk.dress.cite("{1} … {v}."))
    shots = rf"\[0-2\.5(s|秒)\].*\n.*\[2\.5-5(s|秒)\].*{walk.dress.cite('{v}')}"
    expect(box).to_have_value(re.compile(shots))
    walk.look("shots", "#form")
    page.locator(".r2v-shots-open").click()


def settings(walk: Walk) -> None:
    """What everybody needs, and what is folded; two films of another seed each, and the price of both."""
    page = walk.page
    page.locator("#resolution label").first.click()
    duration = page.locator("#duration input[type=number]")
    duration.fill("2")
    duration.press("Tab")
    page.locator("#prompt textarea").fill(walk.dress.cite("{1} … {2} … {v}."))
    more = walk.button("More settings")
    more.click()
    page.locator("#negative-prompt textarea").fill("…")
    walk.look("settings", "#form")
    more.click()


def result(walk: Walk) -> None:
    """Ctrl and Enter send it; it is played, stepped through, slowed down, read of, and can be taken along."""
    page = walk.page
    expect(page.locator("#findings .r2v-error")).to_have_count(0)
    expect(page.locator("#generate")).to_be_enabled()
    page.locator("#prompt textarea").press("Control+Enter")
    page.locator(".r2v-bell").click()
    walk.look("running", "#result")
    page.wait_for_function(PLAYS, timeout=90_000)
    assert page.evaluate(f"() => {FILM}.getBoundingClientRect().height <= innerHeight")
    page.locator("[data-do=speed]").click()
    assert page.evaluate(f"() => {FILM}.playbackRate") == 0.5
    page.locator("[data-do=loop]").click()
    assert page.evaluate(f"() => {FILM}.loop") is False
    page.evaluate(f"() => {{ {FILM}.currentTime = 1 }}")
    page.locator("[data-do=on]").click()
    assert page.evaluate(f"() => {FILM}.currentTime") == pytest.approx(31.5 / 30, abs=0.02)
    page.locator("#record summary").click()
    expect(page.locator("#record")).to_contain_text("sandbox-")
    assert page.locator("#result a[download]").count() == 1
    walk.look("made")
    page.locator("#record summary").click()


def next_shot(walk: Walk) -> None:
    """The last frame opens the next shot, and goes again."""
    page = walk.page
    page.locator("[data-next=first_frame]").click()
    expect(page.locator("#first-frame .r2v-ref")).to_have_count(1)
    walk.look("next-shot", "#form")
    walk.button("Undo", "#restored").click()
    expect(page.locator("#first-frame .r2v-ref")).to_have_count(0)
    page.locator("[data-do=keep]").click()
    expect(page.locator("[data-do=keep]")).to_have_attribute("aria-pressed", "true")


def history(walk: Walk) -> None:
    """Another film with another seed; both side by side, and one is called the better."""
    page = walk.page
    before = page.evaluate("() => document.querySelector('.r2v-film').dataset.job")
    walk.button("Another seed").click()
    another = (
        "(before) => { const film = document.querySelector('.r2v-film'); return film && film.dataset.job !== before }"
    )
    page.wait_for_function(another, arg=before, timeout=90_000)
    expect(page.locator("#history .r2v-past")).to_have_count(2)
    page.locator("#history .r2v-all").click()
    expect(page.locator(".r2v-piece input[type=checkbox]")).to_have_count(2)
    for number in range(2):
        page.locator(".r2v-piece input[type=checkbox]").nth(number).check()
    walk.look("history", ".r2v-sheet")
    page.locator(".r2v-sheet-compare").click()
    expect(page.locator(".r2v-compare video")).to_have_count(2)
    better = page.locator(".r2v-vote").get_by_role("button").nth(2)
    better.click()
    expect(better).to_have_attribute("aria-pressed", "true")
    walk.look("compare", ".r2v-sheet")
    page.keyboard.press("Escape")
    page.keyboard.press("Escape")


def stage(walk: Walk) -> None:
    """The film large, with its prompt and references beside it."""
    page = walk.page
    page.locator("[data-do=stage]").click()
    expect(page.locator(".r2v-stage-still img")).to_have_count(3)
    page.keyboard.press("ArrowRight")
    page.wait_for_function(
        "() => [...document.querySelectorAll('.r2v-stage-still img')].every((one) => one.naturalWidth > 0)"
    )
    walk.look("stage", ".r2v-stage")
    page.keyboard.press("Escape")
    expect(page.locator(".r2v-stage")).to_be_hidden()
