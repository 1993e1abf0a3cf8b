"""A browser's page with everything that it asked for and was told."""

import json
from typing import Any

from playwright.sync_api import BrowserContext, Page, Request

from tests.journeys.pasts import Studio, open_as_visitor


class Watched:
    """A browser's page, and everything that it asked for and was told."""

    def __init__(self, context: BrowserContext, studio: Studio) -> None:
        self.page: Page = context.new_page()
        self.asked: list[Request] = []
        self.said: list[str] = []
        self.page.on("request", lambda request: self.asked.append(request))  # noqa: PLW0108 - Playwright takes no method of a list
        self.page.on("console", lambda line: self.said.append(line.text))
        self.page.on("pageerror", lambda error: self.said.append(str(error)))
        self.visitor = open_as_visitor(self.page, studio.app)

    def calls(self) -> list[tuple[str, dict[str, Any]]]:
        """Give each event that the page has sent."""
        sent = [one for one in self.asked if one.method == "POST" and ("/run/" in one.url or "/queue/join" in one.url)]
        return [(one.url, json.loads(one.post_data or "{}")) for one in sent]
