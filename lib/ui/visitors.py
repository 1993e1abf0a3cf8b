"""Who calls: the caller's address as a mark that leads back to none, and the Hugging Face name of who is logged in.

The browser's own name for itself is anybody's to choose, so money and attempts are counted by this.
"""

import hashlib
import hmac
import ipaddress
import secrets
import time
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from gradio.context import LocalContext
from starlette.datastructures import Headers, MutableHeaders

from lib.secret import Secret
from lib.ui.guard import Asgi, Receive, Scope, Send

MARK = "x-r2v-caller"
# So many hexadecimal digits tell visitors apart; whoever reads them learns no address.
MARK_LENGTH = 12
# A household or an office has a network of this many bits, and every machine in it as many addresses as it likes.
_NETWORK_BITS = 64


@dataclass(frozen=True, kw_only=True)
class Visitor:
    """Who calls.

    Attributes:
        mark: of the address, empty where there is none, as within the app itself.
        login: the Hugging Face name, empty for nobody.
    """

    mark: str = ""
    login: str = ""

    @property
    def payer(self) -> str:
        """The name under which the owner's money is counted."""
        return f"hf:{self.login}"[:64] if self.login else self.mark


class Visitors:
    """Marks each request with its caller. One a process; two with the same owner's secrets give the same marks."""

    def __init__(self, secret: Secret, *, behind_proxy: bool) -> None:
        """`behind_proxy`: a proxy of others' stands in front, as at a Space, and tells the address in a header."""
        self._salt = hashlib.sha256(b"r2v-visitors:" + secret.reveal().encode()).digest()
        # Marks that this process has set itself; the tools for agents carry them along on their way through the app.
        self._seal = secrets.token_bytes(16)
        self._behind_proxy = behind_proxy

    def mark(self, scope: Scope) -> str:
        """Give the mark of a request's caller."""
        headers = Headers(scope=scope)
        mark, _, seal = headers.get(MARK, "").partition(".")
        if mark and hmac.compare_digest(seal, self._sealed(mark)):
            return mark
        return self._digest(address_of(scope, behind_proxy=self._behind_proxy))[:MARK_LENGTH]

    def sealed(self, scope: Scope) -> str:
        """Give the mark with the seal that this process alone can make."""
        mark = self.mark(scope)
        return f"{mark}.{self._sealed(mark)}"

    def _digest(self, text: str) -> str:
        return hmac.new(self._salt, text.encode(), "sha256").hexdigest()

    def _sealed(self, mark: str) -> str:
        return hmac.new(self._seal, mark.encode(), "sha256").hexdigest()[:32]


class MarkCallers:
    """ASGI middleware in front of all: puts the mark on each request, in the place of whatever came under its name."""

    def __init__(self, app: Asgi, visitors: Visitors) -> None:
        self._app = app
        self._visitors = visitors

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Mark a request, and hand it on."""
        if scope["type"] == "http":
            # Each reading of a scope's headers makes the list anew: what is written must be written last.
            sealed = self._visitors.sealed(scope)
            MutableHeaders(scope=scope)[MARK] = sealed
        await self._app(scope, receive, send)


def address_of(scope: Scope, *, behind_proxy: bool) -> str:
    """Give the caller's address, of IPv6 the network.

    Behind a proxy the last public address of the list counts: what stands in front of it, a caller may have written.
    """
    client = scope.get("client")
    found = str(client[0]) if client else ""
    if behind_proxy:
        listed = Headers(scope=scope).get("x-forwarded-for", "").split(",")
        found = next((one.strip() for one in reversed(listed) if _is_public(one.strip())), found)
    try:
        address = ipaddress.ip_address(found)
    except ValueError:
        return found
    if address.version == 4:  # noqa: PLR2004 - the version's name
        return str(address)
    return str(ipaddress.ip_network((address, _NETWORK_BITS), strict=False))


def visitor_now() -> Visitor:
    """Tell who calls the handler that runs at this moment; nobody outside of one."""
    # Gradio keeps it for each event (6.31); a parameter of type gr.Request in every handler would say no more.
    request = LocalContext.request.get(None)
    return Visitor() if request is None else visitor_of(request)


def visitor_of(request: Any) -> Visitor:  # noqa: ANN401 - a gr.Request, or Starlette's
    """Tell who sent a request that has passed `MarkCallers`."""
    mark = str(request.headers.get(MARK) or "").partition(".")[0]
    underlying = getattr(request, "request", None) or request
    scope = getattr(underlying, "scope", None)
    return Visitor(mark=mark, login=login_in(scope.get("session", {}) if isinstance(scope, dict) else {}))


def login_in(session: Mapping[str, Any], now: float | None = None) -> str:
    """Give the Hugging Face name in a session that Gradio's login has signed (`gradio.oauth`); empty once expired."""
    info = session.get("oauth_info")
    if not isinstance(info, Mapping):
        return ""
    expires = info.get("expires_at")
    if isinstance(expires, int | float) and expires < (time.time() if now is None else now):
        return ""
    return str((info.get("userinfo") or {}).get("preferred_username") or "")


def _is_public(text: str) -> bool:
    try:
        return ipaddress.ip_address(text).is_global
    except ValueError:
        return False
