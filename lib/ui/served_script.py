"""A script that the page loads as a file of its own: once for all components, and kept by the browser."""

from dataclasses import dataclass

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from lib.ui.delivery.parcel import Parcel


@dataclass(frozen=True, kw_only=True)
class ServedScript:
    """A script and the address where it is served, relative to the page so that a proxy's path holds."""

    address: str
    parcel: Parcel

    @classmethod
    def of(cls, name: str, text: str) -> "ServedScript":
        """Give a script its address."""
        parcel = Parcel(body=text.encode(), kind="text/javascript")
        return cls(address=f"scripts/{name}-{parcel.mark}.js", parcel=parcel)

    def route(self) -> Route:
        """Give the route that serves it."""

        def serve(request: Request) -> Response:
            return self.parcel.answer(request.headers)

        return Route(f"/{self.address}", serve, methods=["GET"])
