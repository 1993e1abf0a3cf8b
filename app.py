"""Wan R2V Studio: settings → services → page → launch."""

import logging
import os
import signal
import sys
from types import FrameType
from typing import TYPE_CHECKING

from lib.errors import StudioError
from lib.memory import collect_from_now_on, collect_later, share_heaps
from lib.settings import Settings, read_settings

if TYPE_CHECKING:
    from lib.forms.catalog import Catalog
    from lib.jobs.seat import Seat
    from lib.sandbox import Sandbox
    from lib.ui.services import Services

# Gradio reads these when it is imported: nothing is sent anywhere, and its statistics don't slow every event down.
QUIET_GRADIO = {
    "GRADIO_ANALYTICS_ENABLED": "False",
    "GRADIO_ANALYTICS_CACHE_FREQUENCY": "1000000000",
    "GRADIO_ANALYTICS_MAX_EVENTS": "200",
}


def read_models(settings: Settings) -> "Catalog":
    """Read the models, those of the data folder among them; one that is not understood is left out and logged."""
    from lib.forms.catalog import load_catalog

    catalog = load_catalog(settings.data_dir / "models")
    for failure in catalog.left_out:
        logging.getLogger(__name__).warning("%s", failure.sentence)
    return catalog


def build_services(settings: Settings, catalog: "Catalog", sandbox: "Sandbox", seat: "Seat") -> "Services":
    """Put the rooms together; jobs that a killed process left go on from here. Raises StudioError."""
    from lib.jobs.budget import Caps
    from lib.jobs.jobs import Jobs, JobsConfig
    from lib.jobs.public_links import PublicLinks
    from lib.jobs.turnstile import Turnstile
    from lib.media import FactsCache
    from lib.providers.dashscope import DashScope
    from lib.providers.modelstream import ModelStream
    from lib.ui.services import NOBODY, Services

    turnstile = Turnstile()
    dashscope = DashScope(turn=turnstile.take)
    links = PublicLinks(settings.data_dir, settings.public_url)
    modelstream = ModelStream(publish=links.publish if settings.public_url else None, turn=turnstile.take)
    database = settings.database_url.reveal()
    config = JobsConfig(
        data_dir=settings.data_dir,
        seat=seat,
        database_url=database,
        storage_url=settings.storage_url,
        pace=settings.pace,
        keep_days=settings.keep_days,
        caps=Caps(
            per_day=settings.budget_per_day,
            per_visitor=settings.budget_per_visitor,
            jobs_per_visitor=settings.jobs_per_visitor,
        ),
    )
    providers = {"sandbox": dashscope, "dashscope": dashscope, "modelstream": modelstream}
    jobs = Jobs(config, catalog, providers, turnstile)
    services = Services(
        settings=settings, catalog=catalog, facts=FactsCache(), jobs=jobs, links=links, sandbox_url=sandbox.base_url
    )
    # A region that isn't one is told now, not at the first submit.
    services.dashscope_url("")
    jobs.hold(services.account("sandbox", NOBODY), keep=True)
    for service in services.offered:
        owner = services.owner_account(service)
        if owner is not None:
            jobs.hold(owner, keep=True)
    jobs.start()
    return services


def run(settings: Settings) -> None:
    """Start everything and serve until stopped. Raises StudioError, OSError where it can't."""
    from lib.jobs.seating import seated, stand_in_folder
    from lib.logs import set_up_logs
    from lib.sandbox import Sandbox, SandboxConfig

    set_up_logs(
        settings.log_level,
        settings.dashscope_key,
        settings.modelstream_key,
        settings.access_code,
        settings.owner_code,
        settings.database_url,
        settings.storage_url,
        settings.metrics_token,
    )
    catalog = read_models(settings)
    with seated(settings.data_dir, settings.database_url, settings.storage_url, _end_process) as seat:
        stand_in = SandboxConfig(data_dir=stand_in_folder(settings.data_dir, seat), others=catalog.ids)
        with Sandbox(stand_in) as sandbox:
            services = build_services(settings, catalog, sandbox, seat)
            try:
                serve_until_stopped(services)
            finally:
                services.jobs.stop()


def serve_until_stopped(services: "Services") -> None:
    """Serve the page, print its address, and return when the process is asked to stop."""
    from lib.ui.launch import serve
    from lib.ui.page import build_page

    page = build_page(services)
    address = serve(page, services)
    print(f"Wan R2V Studio is on {address.rstrip('/')}", flush=True)
    log = logging.getLogger(__name__)
    log.info("the app answers")
    collect_from_now_on()
    page.block_thread()
    log.info("the app stops; jobs that are under way go on at the next start")


def _end_process() -> None:
    # Whatever started this process starts it again.
    signal.raise_signal(signal.SIGTERM)


def _interrupt(_: int, __: FrameType | None) -> None:
    raise KeyboardInterrupt


def main() -> int:
    """Run; one line and exit code 1 where the start can't go on."""
    # As Ctrl+C: a job that is under way stays as it is, and goes on at the next start.
    signal.signal(signal.SIGTERM, _interrupt)
    try:
        # A wrong setting is told at once, before anything that takes seconds is loaded.
        settings = read_settings()
        os.environ.update(QUIET_GRADIO)
        share_heaps()
        collect_later()
        run(settings)
    except StudioError as error:
        print(error.failure.sentence, file=sys.stderr)
        return 1
    except OSError as error:
        print(f"The app can't start: {error}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 0
    return 0


if __name__ == "__main__":
    sys.exit(main())
