"""How the page is served: Gradio set up once, for strangers and for speed."""

from contextlib import redirect_stdout
from importlib.util import find_spec
from io import StringIO
from pathlib import Path
from typing import Any

import gradio as gr
import gradio.http_server
from starlette.middleware import Middleware

from lib.errors import Failure, SettingsError
from lib.logs import take_over
from lib.secret import Secret
from lib.settings import Settings
from lib.ui.bundles import bundle_route
from lib.ui.delivery.assets import serve_assets
from lib.ui.delivery.front import Front
from lib.ui.doors import Doors, take_over_tracebacks
from lib.ui.downloads import download_route
from lib.ui.guard import Guard
from lib.ui.health import health_route
from lib.ui.login import Login, has_login, tell_of_login
from lib.ui.media_route import media_route
from lib.ui.metrics import metrics_routes
from lib.ui.neighbours import keep_neighbours_out
from lib.ui.owner_page import owner_routes
from lib.ui.pace import Pace
from lib.ui.services import Services
from lib.ui.theme import build_theme
from lib.ui.tools import settle_tools
from lib.ui.tools_guard import ToolsGuard
from lib.ui.tray import tray_script
from lib.ui.visitors import MarkCallers, Visitors

ASSETS = Path(__file__).parents[2] / "assets"
STYLES = (
    "tokens.css",
    "style.css",
    "tray.css",
    "prompt.css",
    "queue.css",
    "history.css",
    "stage.css",
    "example.css",
    "account.css",
    "language.css",
)
# Each event takes a slot until it ends, waiting ones included: the default of 40 would let a few visitors stop all.
EVENTS_AT_ONCE = 256
# A session keeps a copy of the page's components until this many others have come.
SESSIONS = 500
# Of the data folder: it may lie below the temporary folder, of which Gradio gives more away than of others.
DATABASES = ("jobs.sqlite3", "workflows.sqlite3")
NOBODYS = (
    "jobs",
    "links",
    "sandbox",
    *(f"{name}{end}" for name in DATABASES for end in ("", "-wal", "-shm", "-journal")),
)
MAX_UPLOAD = "105mb"
# For answers that are on their way when the app is stopped. Jobs need none: they go on at the next start.
GRACE_SECONDS = 1


def serve(page: gr.Blocks, services: Services) -> str:
    """Serve the page from now on and give its address. Raises SettingsError where the port is in use."""
    tell_of_login(services.settings)
    # On a Space Gradio begins a server beside the page (7887) that rewrites running code for whoever asks it (6.31).
    vars(gradio.http_server)["get_space"] = _no_reloading
    page.queue(default_concurrency_limit=None, max_size=1000, api_open=False)
    try:
        # Gradio says on stdout where its tools are, even when it is asked to be quiet.
        with redirect_stdout(StringIO()):
            _, address, _ = page.launch(**launch_options(services), prevent_thread_lock=True)
    except OSError:
        place = f"{services.settings.server_name}:{services.settings.server_port}"
        raise SettingsError(
            Failure(
                code="Studio.PortInUse",
                message=f"{place} is in use by another program, or not this machine's.",
                advice="GRADIO_SERVER_PORT chooses another port.",
            )
        ) from None
    settle_tools(page)
    serve_assets(page)
    keep_neighbours_out(page, services.settings)
    take_over("uvicorn", "uvicorn.access")
    take_over_tracebacks()
    # A page keeps a stream open for as long as it is; without an end to the wait for it, stopping takes Gradio's 5 s.
    page.server.config.timeout_graceful_shutdown = GRACE_SECONDS
    return str(address)


def _no_reloading() -> None:
    """Stand in for `get_space`, by which Gradio's server decides on that alone."""


def launch_options(services: Services) -> dict[str, Any]:
    """Give every option of `launch` that isn't Gradio's default, and why it isn't."""
    settings = services.settings
    return {
        "server_name": settings.server_name,
        "server_port": settings.server_port,
        "root_path": settings.root_path or None,
        "max_threads": EVENTS_AT_ONCE,
        "state_session_capacity": SESSIONS,
        # It would write every input, keys included, in clear into the browser.
        "run_history": False,
        # A Node server beside ours would cost 100 MB and twice the requests for nothing.
        "ssr_mode": False,
        "share": False,
        # Gradio asks for its own page once more and gives the start up where a busy machine takes 3 s for it (6.31).
        "_frontend": False,
        "show_error": False,
        "enable_monitoring": False,
        # The endpoints as tools for agents; the package comes with gradio[mcp].
        "mcp_server": find_spec("mcp") is not None,
        "max_file_size": MAX_UPLOAD,
        "allowed_paths": [str(settings.data_dir / "results"), str(ASSETS)],
        "blocked_paths": [str(settings.data_dir / name) for name in NOBODYS],
        "app_kwargs": {
            "middleware": [
                Middleware(MarkCallers, visitors=_visitors(settings)),
                Middleware(Pace),
                Middleware(Guard),
                Middleware(ToolsGuard),
                Middleware(Front),
                Middleware(Doors),
                Middleware(Login, offered=has_login(settings)),
            ],
            "routes": [
                health_route(services),
                *metrics_routes(services),
                media_route(services.links, services.jobs),
                bundle_route(services),
                download_route(services.jobs),
                *owner_routes(services),
                tray_script().route(),
            ],
            "openapi_url": None,
        },
        "theme": build_theme(),
        "css_paths": [ASSETS / name for name in STYLES if (ASSETS / name).exists()],
        "footer_links": ["api"],
        "quiet": True,
    }


def _visitors(settings: Settings) -> Visitors:
    """Give what tells visitors apart: by the owner's secrets, so that every process gives the same marks."""
    owners = (settings.dashscope_key, settings.modelstream_key, settings.access_code)
    return Visitors(Secret("\n".join(one.reveal() for one in owners)), behind_proxy=settings.on_space)
