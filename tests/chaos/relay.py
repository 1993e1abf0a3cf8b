"""A relay between the app and the service that tells, to the byte, where a request is: the place to pull the plug."""

import re
import socket
import threading
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from enum import StrEnum
from types import TracebackType
from typing import Self

_PIECE = 64 * 1024


class Point(StrEnum):
    """How far a request has come."""

    ASKED = "asked"
    """The app has sent it, and the service has not seen it."""
    ANSWERED = "answered"
    """The service has done it, and the app has not heard."""
    TOLD = "told"
    """The app has just heard, and may or may not have written it down."""


@dataclass(frozen=True, kw_only=True)
class OnTheWire:
    """A moment in a request's life.

    Attributes:
        stage: what the request is for.
        request: matches its first line, `POST /path HTTP/1.1` say.
        point: how far it has come.
        turn: which of the matching requests it is, from 1.
    """

    stage: str
    request: str
    point: Point
    turn: int = 1

    def __str__(self) -> str:
        turn = f", number {self.turn}" if self.turn > 1 else ""
        return f"{self.stage} {self.point}{turn}"


class Relay:
    """Passes bytes on in both directions. Links that the service builds from the host it was asked at stay with it."""

    def __init__(self, upstream_port: int) -> None:
        self._upstream = ("127.0.0.1", upstream_port)
        self._server = socket.create_server(("127.0.0.1", 0))
        self.port = int(self._server.getsockname()[1])
        self._lock = threading.Lock()
        self._moment: OnTheWire | None = None
        self._left = 0
        self._strike: Callable[[], None] | None = None
        threading.Thread(target=self._accept, daemon=True).start()

    def arm(self, moment: OnTheWire, strike: Callable[[], None]) -> None:
        """Call `strike` once, when the moment comes."""
        with self._lock:
            self._moment, self._strike, self._left = moment, strike, moment.turn

    def _is_due(self, piece: bytes) -> Point | None:
        """Tell at which point of the request that begins with this piece the plug is to be pulled, if at all."""
        line = piece.split(b"\r\n", 1)[0].decode("latin-1")
        with self._lock:
            if self._moment is None or not re.match(self._moment.request, line):
                return None
            self._left -= 1
            return self._moment.point if self._left == 0 else None

    def _pull(self) -> None:
        with self._lock:
            strike, self._strike, self._moment = self._strike, None, None
        if strike is not None:
            strike()

    def _accept(self) -> None:
        while True:
            try:
                client, _ = self._server.accept()
            except OSError:
                return
            service = socket.create_connection(self._upstream)
            connection = _Connection(client, service, self._is_due, self._pull)
            for pump in (connection.forth, connection.back):
                threading.Thread(target=pump, daemon=True).start()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        # On Linux a close alone does not wake the thread that accepts.
        self._server.shutdown(socket.SHUT_RDWR)
        self._server.close()


class _Connection:
    """One client's connection, with what is to happen when the answer to its request comes."""

    def __init__(
        self,
        client: socket.socket,
        service: socket.socket,
        is_due: Callable[[bytes], Point | None],
        pull: Callable[[], None],
    ) -> None:
        self._client, self._service = client, service
        self._is_due, self._pull = is_due, pull
        self._at_answer: Point | None = None

    def forth(self) -> None:
        """Pass on what the client sends."""
        try:
            while piece := self._client.recv(_PIECE):
                due = self._is_due(piece)
                if due is Point.ASKED:
                    self._pull()
                    break
                self._at_answer = due or self._at_answer
                self._service.sendall(piece)
        except OSError:
            pass
        self._end()

    def back(self) -> None:
        """Pass on what the service answers."""
        try:
            while piece := self._service.recv(_PIECE):
                at, self._at_answer = self._at_answer, None
                if at is Point.ANSWERED:
                    self._pull()
                    break
                self._client.sendall(piece)
                if at is Point.TOLD:
                    self._pull()
        except OSError:
            pass
        self._end()

    def _end(self) -> None:
        for one in (self._client, self._service):
            with suppress(OSError):
                one.shutdown(socket.SHUT_RDWR)
            one.close()
