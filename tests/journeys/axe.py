"""axe-core in the page: what a screen has that keeps people out, by impact."""

from importlib.resources import files

from playwright.sync_api import Page

GRAVE = {"serious", "critical"}
_RUN = """async () => {
  const rules = { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'] };
  const { violations } = await axe.run(document, { ...rules, resultTypes: ['violations'] });
  return violations.flatMap(({ id, impact, nodes }) => nodes.map(({ target, failureSummary }) => (
    { id, impact, target: target.join(' '), why: failureSummary })));
}"""


def grave_findings(page: Page) -> list[str]:
    """Give what axe calls serious or critical on the screen as it is now, a line for each element."""
    if not page.evaluate("() => Boolean(window.axe)"):
        page.evaluate(files("axe_playwright_python").joinpath("axe.min.js").read_text(encoding="utf-8"))
    found = page.evaluate(_RUN)
    return [f"{one['id']} {one['target']}: {one['why']}" for one in found if one["impact"] in GRAVE]
