"""Tasks that another program has made with the same key."""

from pathlib import Path

from lib.forms.catalog import load_catalog
from lib.forms.check import check
from lib.forms.cost import Tariff
from lib.forms.draft import Attached, Draft, Upload
from lib.media import FactsCache
from lib.providers.dashscope import DashScope
from lib.providers.provider import Account, TaskState, Ticket
from tests.makers import make_picture


def made_elsewhere(account: Account, folder: Path, prompt: str) -> Ticket:
    """Make a task in an account without the app."""
    path = make_picture(folder / "elsewhere.png")
    form, facts = load_catalog().default, {path: FactsCache().facts(path)}
    draft = Draft(
        model=form.id,
        values={"prompt": prompt, "duration": 2, "resolution": "720P"},
        attached=(Attached(field="reference_image", upload=Upload(path=path, name="a.png")),),
    )
    order = check(draft, form, facts, Tariff(service="dashscope")).order
    assert order is not None
    client = DashScope()
    links = {
        file.sha256: client.prepare(account, form.id, file, path, lambda _done, _total: None) for file in order.files()
    }
    return client.submit(account, form, order, links)


def ended_elsewhere(account: Account, folder: Path, prompt: str) -> Ticket:
    """Make a task and wait for its end; each look is a request, which takes its time by itself."""
    ticket = made_elsewhere(account, folder, prompt)
    while DashScope().look(account, ticket).state in (TaskState.QUEUED, TaskState.RUNNING):
        continue
    return ticket
