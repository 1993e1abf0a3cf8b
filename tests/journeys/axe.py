"""axe-core in the page: what a screen has that keeps people out, by impact."""

from importlib.resources import files

from playwright.sync_api import Page

GRAVE = {"serious", "critical"}
THEMES = ("light", "dark")
_RUN = """async (within) => {
  const rules = { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'] };
  const part = within ? document.querySelector(within) : document;
  const { violations } = await axe.run(part, { ...rules, resultTypes: ['violations'] });
  return violations.flatMap(({ id, impact, nodes }) => nodes.map(({ target, failureSummary }) => (
    { id, impact, target: target.join(' '), why: failureSummary })));
}"""


# Colours that are on their way are no colours yet.
_STILL = """() => document.getAnimations().every((one) => one.playState !== 'running'
  || one.effect.getTiming().iterations === Infinity)"""


def dress(page: Page, theme: str) -> None:
    """Give the page a theme, and wait until it has it."""
    page.evaluate("(dark) => document.body.classList.toggle('dark', dark)", theme == "dark")
    page.wait_for_function(_STILL)


def grave_in_both_themes(page: Page, within: str) -> list[str]:
    """Give what axe calls serious or critical in one part of the screen, which is quicker, in light and in dark."""
    found = []
    for theme in THEMES:
        dress(page, theme)
        found += [f"{theme}: {line}" for line in grave_findings(page, within)]
    return found


def grave_findings(page: Page, within: str = "") -> list[str]:
    """Give what axe calls serious or critical on the screen as it is now, a line for each element."""
    if not page.evaluate("() => Boolean(window.axe)"):
        page.evaluate(files("axe_playwright_python").joinpath("axe.min.js").read_text(encoding="utf-8"))
    found = page.evaluate(_RUN, within)
    return [f"{one['id']} {one['target']}: {one['why']}" for one in found if one["impact"] in GRAVE]
