"""A program: films the main journey and takes the README's pictures from a running app, into `assets/screenshots`."""

import base64
import subprocess
import tempfile
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import imageio_ffmpeg
from PIL import Image
from playwright.sync_api import Browser, CDPSession, Page, expect, sync_playwright

from tests.conftest import ARGUMENTS
from tests.ensure_browser import browser_path
from tests.programs import ROOT, start_app

SCREENSHOTS = ROOT / "assets" / "screenshots"
DESKTOP, PHONE = (1280, 800), (390, 844)
FILM = (
    "() => { const v = document.querySelector('.r2v-film video'); return v && v.readyState >= 2 && v.videoWidth > 0 }"
)
STILL = "() => { const v = document.querySelector('.r2v-film video'); return !v.seeking && v.readyState >= 4 }"
PLAY = "() => document.querySelector('.r2v-film video').play()"
WIDTH, FRAMES_A_SECOND = 960, 8
LAST_FRAME_SECONDS = 1.0
# A busy machine takes longer than anybody watches; then the film runs faster.
MOST_SECONDS = 20.0
# The pictures are worth waiting for.
expect.set_options(timeout=30_000)


@dataclass(kw_only=True)
class Camera:
    """Takes what the browser paints, with the moment of each frame in seconds."""

    folder: Path
    moments: list[float] = field(default_factory=list)
    session: CDPSession | None = None

    def roll(self, page: Page) -> None:
        """Film the page from now on."""
        self.session = session = page.context.new_cdp_session(page)

        def keep(frame: dict[str, Any]) -> None:
            (self.folder / f"{len(self.moments):05}.jpg").write_bytes(base64.b64decode(frame["data"]))
            self.moments.append(float(frame["metadata"]["timestamp"]))
            session.send("Page.screencastFrameAck", {"sessionId": frame["sessionId"]})

        session.on("Page.screencastFrame", keep)
        session.send("Page.startScreencast", {"format": "jpeg", "quality": 90, "everyNthFrame": 4})

    def cut(self, target: Path) -> None:
        """Film no more, and write the frames as a GIF that takes as long as it took, and 20 seconds at most."""
        if self.session is not None:
            self.session.detach()
        pace = max(1.0, (self.moments[-1] - self.moments[0] + LAST_FRAME_SECONDS) / MOST_SECONDS)
        ends = [*self.moments[1:], self.moments[-1] + LAST_FRAME_SECONDS]
        lines = [
            f"file '{self.folder / f'{number:05}.jpg'}'\nduration {(end - start) / pace:.3f}"
            for number, (start, end) in enumerate(zip(self.moments, ends, strict=True))
        ]
        script = self.folder / "frames.txt"
        script.write_text("\n".join(lines))
        look = (
            f"fps={FRAMES_A_SECOND},scale={WIDTH}:-2:flags=lanczos,split[a][b];"
            "[a]palettegen=max_colors=128:stats_mode=diff[p];[b][p]paletteuse=dither=none:diff_mode=rectangle"
        )
        command = [imageio_ffmpeg.get_ffmpeg_exe(), "-y", "-f", "concat", "-safe", "0", "-i", str(script)]
        subprocess.run([*command, "-vf", look, str(target)], check=True, capture_output=True)


def main() -> None:
    """Film the journey, then take the pictures."""
    with tempfile.TemporaryDirectory() as name, start_app(Path(name) / "home") as app, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=browser_path(), args=list(ARGUMENTS))
        frames = Path(name) / "frames"
        frames.mkdir()
        _film(_page(browser, app.address, DESKTOP), Camera(folder=frames))
        _pictures(browser, app.address)
        browser.close()


def _page(browser: Browser, address: str, size: tuple[int, int], theme: str = "light") -> Page:
    context = browser.new_context(viewport={"width": size[0], "height": size[1]}, locale="en-US")
    context.add_init_script(f"localStorage.setItem('r2v.theme', '{theme}')")
    page = context.new_page()
    page.goto(address)
    page.wait_for_selector("#references .r2v-tray-list")
    page.wait_for_function("() => localStorage.getItem('r2v-visitor')")
    page.wait_for_function("() => document.querySelector('.r2v-starter video')?.currentTime > 0.5")
    return page


def _film(page: Page, camera: Camera) -> None:
    camera.roll(page)
    page.wait_for_timeout(2_000)
    _begin(page, "two")
    page.wait_for_timeout(2_000)
    page.locator("#prompt textarea").press("End")
    page.keyboard.type(" Image 1 laughs.", delay=60)
    expect(page.locator("#findings")).to_contain_text("Ready")
    page.locator("#generate").click()
    page.wait_for_function(FILM, timeout=60_000)
    page.evaluate(PLAY)
    page.wait_for_timeout(3_500)
    page.locator("[data-do=stage]").click()
    page.wait_for_timeout(3_000)
    camera.cut(SCREENSHOTS / "journey.gif")


def _begin(page: Page, starter: str) -> None:
    page.locator(f"[data-starter={starter}]").click()
    expect(page.locator("#references .r2v-ref").first).to_be_visible()
    expect(page.locator("#findings")).to_contain_text("Ready")


def _made(page: Page, starter: str) -> None:
    _begin(page, starter)
    page.locator("#generate").click()
    page.wait_for_function(FILM, timeout=60_000)
    page.evaluate("() => { document.querySelector('.r2v-film video').currentTime = 0.8 }")
    page.wait_for_function(STILL)
    page.wait_for_timeout(800)
    page.mouse.move(1, 1)


def _pictures(browser: Browser, address: str) -> None:
    empty = _page(browser, address, DESKTOP)
    _shoot(empty, "empty")
    _made(empty, "two")
    empty.evaluate("() => scrollTo(0, 0)")
    _shoot(empty, "desktop")
    dark = _page(browser, address, DESKTOP, "dark")
    _made(dark, "grid")
    dark.evaluate("() => scrollTo(0, 0)")
    _shoot(dark, "dark")
    phone = _page(browser, address, PHONE)
    _begin(phone, "two")
    _shoot(phone, "phone")


def _shoot(page: Page, name: str) -> None:
    target = SCREENSHOTS / f"{name}.png"
    page.screenshot(path=target)
    with Image.open(target) as picture:
        picture.convert("P", palette=Image.Palette.ADAPTIVE, colors=256).save(target, optimize=True)


if __name__ == "__main__":
    main()
