"""Hugging Face's side of a login: what a Space asks of it over HTTP, and a visitor who says yes there."""

import base64
import time
from dataclasses import dataclass, field
from types import TracebackType
from typing import Any, Self
from urllib.parse import parse_qs, urlsplit

import httpx
import jwt
from cryptography.hazmat.primitives.asymmetric import rsa

from tests.programs import SPACE_HOST
from tests.providers.server import Handler, answer

CLIENT_ID, CLIENT_SECRET = "canary-client-id", "canary-client-secret"
TOKEN, CODE = "hf-canary-access-token", "canary-authorization-code"
NAME = "anna"
PROXIED = {"Host": SPACE_HOST, "X-Forwarded-Proto": "https", "X-Forwarded-For": "8.8.8.8"}


@dataclass
class HubLogin:
    """Answers as the provider, by `reply`; `given` holds every token that it gave."""

    origin: str = ""
    nonce: str = ""
    given: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._key = rsa.generate_private_key(public_exponent=65537, key_size=2048)

    def environment(self) -> dict[str, str]:
        """Give what a Space with `hf_oauth` has."""
        return {
            "OAUTH_CLIENT_ID": CLIENT_ID,
            "OAUTH_CLIENT_SECRET": CLIENT_SECRET,
            "OAUTH_SCOPES": "openid profile",
            "OPENID_PROVIDER_URL": self.origin,
        }

    def reply(self, handler: Handler) -> None:
        answer(self._told(urlsplit(handler.path).path))(handler)

    def _told(self, path: str) -> dict[str, Any]:
        if path.endswith("openid-configuration"):
            ends = {"authorization": "authorize", "token": "token", "userinfo": "userinfo"}
            return {
                "issuer": self.origin,
                "jwks_uri": f"{self.origin}/oauth/jwks",
                "id_token_signing_alg_values_supported": ["RS256"],
                **{f"{name}_endpoint": f"{self.origin}/oauth/{end}" for name, end in ends.items()},
            }
        if path.endswith("jwks"):
            public = jwt.algorithms.RSAAlgorithm.to_jwk(self._key.public_key(), as_dict=True)
            return {"keys": [{**public, "kid": "one", "use": "sig", "alg": "RS256"}]}
        now = int(time.time())
        who = {"sub": "1", "name": "Anna", "preferred_username": NAME, "picture": "", "profile": ""}
        claims = {**who, "iss": self.origin, "aud": CLIENT_ID, "iat": now, "exp": now + 3600, "nonce": self.nonce}
        signed = jwt.encode(claims, self._key, "RS256", {"kid": "one"})
        self.given += [TOKEN, signed]
        return {
            "access_token": TOKEN,
            "token_type": "bearer",
            "expires_in": 3600,
            "id_token": signed,
            "scope": "openid",
        }


class Visit:
    """A browser at the Space, behind the Hub's proxy, as a context manager. It keeps what it was told."""

    def __init__(self, address: str) -> None:
        self.web = httpx.Client(base_url=address, headers=PROXIED, timeout=60)
        self.cookie = ""
        self.told: list[str] = []

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.web.close()

    def get(self, path: str, **headers: str) -> httpx.Response:
        cookie = {"Cookie": f"session={self.cookie}"} if self.cookie else {}
        answered = self.web.get(path, headers={**cookie, **headers})
        for line in answered.headers.get_list("set-cookie"):
            name, _, value = line.partition(";")[0].partition("=")
            if name == "session":
                self.cookie = "" if value == "null" else value
            self.told.append(f"{answered.headers} {self.said_by_cookie()} {answered.text}")
        return answered

    def said_by_cookie(self) -> str:
        """Give what the cookie says to whoever has it: it is signed, not hidden."""
        content = self.cookie.partition(".")[0]
        return base64.b64decode(content + "==").decode() if content else ""

    def begin(self, hub: HubLogin, query: str = "") -> str:
        """Be sent to the Hub, and give the state with which one comes back from there."""
        sent = self.get(f"/login/huggingface{query}")
        target = sent.headers["location"]
        assert target.startswith(f"{hub.origin}/oauth/authorize?"), target
        asked = {name: values[0] for name, values in parse_qs(urlsplit(target).query).items()}
        assert asked["redirect_uri"].startswith(f"https://{SPACE_HOST}/login/callback?"), asked
        hub.nonce = asked["nonce"]
        return asked["state"]

    def come_back(self, state: str, target: str = "/") -> httpx.Response:
        """Come back from the Hub."""
        query = {"code": CODE, "state": state, "_target_url": target}
        return self.get(f"/login/callback?{httpx.QueryParams(query)}")
