"""A program: draws the examples' pictures, speaks their voices and renders their animatics into `assets/starters`."""

import subprocess
import tempfile
from pathlib import Path

import imageio_ffmpeg
from PIL import Image
from playwright.sync_api import Page, sync_playwright

from lib.sandbox.animatic import Reference, RenderRequest, render
from lib.ui.language.visitor import ENGLISH
from lib.ui.starters import FOLDER, STARTERS, Starter
from tests.conftest import ARGUMENTS
from tests.ensure_browser import browser_path
from tests.showcase import drawings, voices

SEED = 7
SIZE = (640, 360)
ACROSS = 480


def main() -> None:
    """Make everything anew."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        _draw(folder)
        _say(folder)
        for one in STARTERS:
            _film(one, folder)


def _draw(folder: Path) -> None:
    pictures = {
        "fox": drawings.fox(),
        "ada": drawings.girl(),
        "robot": drawings.robot(),
        "voyage": drawings.storyboard(),
    }
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=browser_path(), args=list(ARGUMENTS))
        page = browser.new_page()
        for name, svg in pictures.items():
            with Image.open(_photographed(page, svg, folder / f"{name}.png")) as picture:
                picture.convert("RGB").save(FOLDER / f"{name}.jpg", quality=88, optimize=True)
        browser.close()


def _photographed(page: Page, svg: str, target: Path) -> Path:
    page.set_content(f"<style>body {{ margin: 0 }}</style>{svg}")
    page.locator("svg").first.screenshot(path=target)
    return target


def _say(folder: Path) -> None:
    voices.speak(folder / "ada.wav", vowels="iaeoia", pitch_hz=230, size=1.18)
    voices.speak(folder / "robot.wav", vowels="oaoe", pitch_hz=95, size=0.92)
    for name in ("ada", "robot"):
        _ffmpeg("-i", folder / f"{name}.wav", "-b:a", "48k", FOLDER / f"{name}.mp3")


def _film(one: Starter, folder: Path) -> None:
    whole = folder / f"{one.id}.mp4"
    references = tuple(
        Reference(kind="reference_image", path=FOLDER / shown.picture, label=f"Image {number}")
        for number, shown in enumerate(one.pictures, start=1)
    )
    width, height = SIZE
    seconds = float(str(one.values["duration"]))
    render(
        RenderRequest(
            prompt=one.prompt[ENGLISH], references=references, width=width, height=height, duration=seconds, seed=SEED
        ),
        whole,
    )
    small = f"scale={ACROSS}:-2,fps=15"
    _ffmpeg("-i", whole, "-an", "-vf", small, "-crf", "29", "-movflags", "+faststart", FOLDER / f"{one.id}.mp4")
    _ffmpeg("-ss", "0.5", "-i", whole, "-frames:v", "1", "-vf", f"scale={ACROSS}:-2", FOLDER / f"{one.id}.jpg")


def _ffmpeg(*arguments: str | Path) -> None:
    command = [imageio_ffmpeg.get_ffmpeg_exe(), "-y", *map(str, arguments)]
    subprocess.run(command, check=True, capture_output=True)


if __name__ == "__main__":
    main()
