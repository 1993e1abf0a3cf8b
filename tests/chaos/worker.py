"""The jobs of the app without its page, for being killed: `python -m tests.chaos.worker DATA BASE_URL PICTURE COUNT`.

It makes the jobs that are missing of the first COUNT, says "ready", and works until it is ended.
"""

import sys
import threading
from pathlib import Path

from lib.forms.catalog import load_catalog
from lib.forms.check import check
from lib.forms.cost import Tariff
from lib.forms.draft import Attached, Draft, Upload
from lib.jobs.history import Wanted
from lib.jobs.jobs import Jobs, JobsConfig
from lib.media import FactsCache
from lib.providers.dashscope import DashScope
from lib.providers.provider import Account
from lib.secret import Secret

VISITOR = "anna"


def prompt_of(number: int) -> str:
    """Give the words by which the service's requests are told apart."""
    return f"Image 1 waves, take {number}."


def main() -> None:
    """Work until ended."""
    data, base_url, picture, count = Path(sys.argv[1]), sys.argv[2], Path(sys.argv[3]), int(sys.argv[4])
    catalog, client = load_catalog(), DashScope()
    jobs = Jobs(JobsConfig(data_dir=data, pace=0.02), catalog, {"dashscope": client})
    account = Account(service="dashscope", base_url=base_url, key=Secret("sk-owner-of-the-tests"))
    jobs.hold(account, keep=True)
    jobs.start()
    there = {entry.title for entry in jobs.history.page(VISITOR, Wanted(), limit=count).entries}
    facts = {picture: FactsCache().facts(picture)}
    for prompt in (prompt_of(number) for number in range(count)):
        if prompt in there:
            continue
        draft = Draft(
            model=catalog.default.id,
            values={"prompt": prompt, "duration": 2, "resolution": "720P"},
            attached=(Attached(field="reference_image", upload=Upload(path=picture, name="anna.png")),),
        )
        checked = check(draft, catalog.default, facts, Tariff(service="dashscope", region="cn-beijing"))
        if checked.order is None:
            raise SystemExit(f"not a job: {checked.findings}")
        jobs.submit(checked.order, {facts[picture].sha256: picture}, account, cost=checked.cost, visitor=VISITOR)
    print("ready", flush=True)  # noqa: T201 - for whoever starts it
    threading.Event().wait()


if __name__ == "__main__":
    main()
