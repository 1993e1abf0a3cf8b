"""Finds a Chromium for the browser tests, or installs one; exits 1 with a sentence where it has none."""

import os
import shutil
import subprocess
import sys

from playwright.sync_api import sync_playwright

# The shell is the same engine without a window of its own, and opens the page in two thirds of the processor time.
NAMES = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


def browser_path() -> str | None:
    """Give the path of a Chromium: on PATH, else the one that Playwright has downloaded, else None."""
    for name in NAMES:
        found = shutil.which(name)
        if found is not None:
            return found
    with sync_playwright() as playwright:
        own = playwright.chromium.executable_path
    return own if os.path.exists(own) else None  # noqa: PTH110 - a plain path from another program


def install() -> None:
    """Install one: Debian's package as root, else Playwright's own download."""
    if os.name == "posix" and os.geteuid() == 0 and shutil.which("apt-get"):
        subprocess.run(["apt-get", "update", "-qq"], check=False)
        packages = ["chromium-headless-shell", "fonts-noto-cjk"]
        environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
        command = ["apt-get", "install", "-y", "-qq", "--no-install-recommends", *packages]
        if subprocess.run(command, check=False, env=environment, stdout=subprocess.DEVNULL).returncode == 0:
            return
    subprocess.run([sys.executable, "-m", "playwright", "install", "--with-deps", "chromium"], check=False)


def main() -> int:
    """Make sure that there is one."""
    if browser_path() is None:
        print("No Chromium found; installing one.", flush=True)  # noqa: T201 - a command's own words
        install()
    found = browser_path()
    if found is None:
        print("The browser tests need Chromium, and it could not be installed.", file=sys.stderr)  # noqa: T201
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
