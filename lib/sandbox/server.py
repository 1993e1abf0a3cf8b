"""The stand-in as a running server: started and stopped from Python, on a port of its own."""

import socket
import sqlite3
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from threading import Thread
from types import TracebackType
from typing import Self

import uvicorn
from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect, Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from lib.sandbox.answers import (
    Refusal,
    StorageRefusal,
    refuse,
    refuse_crash,
    refuse_nobody,
    refuse_path,
    refuse_storage,
)
from lib.sandbox.connection import CuttableConnection
from lib.sandbox.faults import Fault, Faults
from lib.sandbox.files import Files
from lib.sandbox.gateway import Gateway, GatewayRefusal, refuse_at_gateway
from lib.sandbox.latency import Latency
from lib.sandbox.rate import SubmitPace
from lib.sandbox.rendering import Queue
from lib.sandbox.request_log import RequestLog, SeenRequest
from lib.sandbox.rules import RULES, UNKNOWN
from lib.sandbox.signing import Signer
from lib.sandbox.store import Store
from lib.sandbox.tasks import Tasks

_API = "/api/v1"
_GRACE_SECONDS = 2  # for answers on their way when the server stops


@dataclass(frozen=True, kw_only=True)
class SandboxConfig:
    """How a stand-in is set up.

    Attributes:
        data_dir: where its tasks, uploads and videos are kept; they outlive the process.
        host: the address it listens on. Whoever reaches it may use it: keep it on loopback.
        port: 0 for any free one.
        speed: divides its waits (1.5 s in the queue, at least 3 s running).
        faults: what it does wrong on order.
        scale: of the sides of its videos, up to 1, for whoever wants a job and not its picture.
        latency: seconds by which every request arrives later.
        rate_limit: refuse more than 5 submits a second, as documented.
        clock: epoch seconds; rules every expiry. Tests set it forward.
        others: names of models of which nothing more is known; whatever their requests say is taken.
    """

    data_dir: Path
    host: str = "127.0.0.1"
    port: int = 0
    speed: float = 1.0
    faults: tuple[Fault, ...] = ()
    scale: float = 1.0
    latency: float = 0.0
    rate_limit: bool = True
    clock: Callable[[], float] = time.time
    others: tuple[str, ...] = ()


class Sandbox:
    """A stand-in for Model Studio, as a context manager. Starts once, and leaves no thread and no child behind."""

    def __init__(self, config: SandboxConfig) -> None:
        self._config = config
        store = Store(config.data_dir)
        faults = Faults(config.faults)
        self._queue = Queue(store=store, faults=faults, clock=config.clock, speed=config.speed, scale=config.scale)
        models = {**dict.fromkeys(config.others, UNKNOWN), **RULES}
        signer = Signer(store.secret())
        files = Files(store=store, signer=signer, faults=faults, clock=config.clock, models=models)
        self._tasks = Tasks(
            files,
            speed=config.speed,
            pace=SubmitPace() if config.rate_limit else None,
            wake=self._queue.wake,
        )
        self._log = RequestLog(_application(files, self._tasks, Gateway(files, self._tasks), self._is_well))
        self._socket: socket.socket | None = None
        self._server = uvicorn.Server(
            uvicorn.Config(
                Latency(self._log, config.latency),
                http=CuttableConnection,
                ws="none",
                lifespan="off",
                log_config=None,
                proxy_headers=False,
                timeout_graceful_shutdown=_GRACE_SECONDS,
            )
        )
        # Daemons, so that a program which forgets to stop it can still end.
        self._thread = Thread(target=self._serve, name="sandbox-http", daemon=True)

    @property
    def base_url(self) -> str:
        """Where it listens, ending in `/api/v1`, as the SDK's `DASHSCOPE_HTTP_BASE_URL` does."""
        return f"{self.gateway_url}{_API}"

    @property
    def gateway_url(self) -> str:
        """Where it listens as a flat gateway: the server's root, as `MODELSTREAM_BASE_URL` is."""
        if self._socket is None:
            raise RuntimeError("the stand-in has not been started")
        host = f"[{self._config.host}]" if ":" in self._config.host else self._config.host
        return f"http://{host}:{self._port}"

    @property
    def creates(self) -> int:
        """How many creates this process has accepted."""
        return self._tasks.accepted

    @property
    def requests(self) -> list[SeenRequest]:
        """The last requests, the oldest first, without keys."""
        return self._log.requests

    def start(self) -> None:
        """Listen and begin to take tasks.

        Raises:
            OSError: the address is taken, or not ours.
        """
        family = socket.AF_INET6 if ":" in self._config.host else socket.AF_INET
        # Bound here and not by uvicorn, which ends the whole process where it can't. Connections wait until it serves.
        self._socket = socket.create_server((self._config.host, self._config.port), family=family)
        self._port = self._socket.getsockname()[1]
        self._queue.start()
        self._thread.start()

    def stop(self) -> None:
        """Stop taking requests, give up a rendering (the next process does it again), and wait for both."""
        if self._socket is None:
            return
        self._server.should_exit = True
        self._thread.join()
        self._queue.stop()

    def _is_well(self, _: Request) -> Response:
        """Tell whether tasks are taken and rendered; the real service has no such path."""
        try:
            well = self._queue.is_at_work()
        except sqlite3.Error:
            well = False
        return JSONResponse({"status": "ok" if well else "failing"}, 200 if well else 503)

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    def _serve(self) -> None:
        assert self._socket is not None  # noqa: S101 - start() has set it
        self._server.run(sockets=[self._socket])


def _application(files: Files, tasks: Tasks, gateway: Gateway, health: Callable[[Request], Response]) -> Starlette:
    create = f"{_API}/services/aigc/video-generation/video-synthesis"
    return Starlette(
        routes=[
            Route(f"{_API}/uploads", files.policy, methods=["GET"]),
            Route("/", files.upload, methods=["POST"]),
            Route("/results/{name}", files.result, methods=["GET"]),
            Route(create, tasks.create, methods=["POST"]),
            # The documentation writes the slash, the SDK does not.
            Route(f"{_API}/tasks", tasks.list_tasks, methods=["GET"]),
            Route(f"{_API}/tasks/", tasks.list_tasks, methods=["GET"]),
            Route(f"{_API}/tasks/{{task_id}}", tasks.look, methods=["GET"]),
            Route(f"{_API}/tasks/{{task_id}}/cancel", tasks.cancel, methods=["POST"]),
            Route("/healthz", health, methods=["GET"]),
            Route("/v1/video/generations", gateway.create, methods=["POST"]),
            Route("/v1/video/generations/{task_id}", gateway.look, methods=["GET"]),
        ],
        exception_handlers={
            Refusal: refuse,
            StorageRefusal: refuse_storage,
            GatewayRefusal: refuse_at_gateway,
            HTTPException: refuse_path,
            ClientDisconnect: refuse_nobody,
            Exception: refuse_crash,
        },
    )
