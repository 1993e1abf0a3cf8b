"""Secrets and signed links: kept in memory, shown as stars, taken out of every text that leaves."""

import re
from dataclasses import dataclass
from hashlib import sha256

STARS = "••••••"

# Keys of Model Studio (sk-, sk-sp-), the gateway (sk-, ms-) and bearer headers; the query of any link, which is
# where object stores sign; user and password inside a URL; base64 media.
_KEY = re.compile(r"\b(?:sk|ms)-[A-Za-z0-9_\-.]{4,}")
_BEARER = re.compile(r"(?i)\b(bearer|x-api-key['\"]?\s*[:=])\s*['\"]?[^\s'\",}]+")
_QUERY = re.compile(r"(?P<base>\b[a-z][a-z0-9+.\-]*://[^\s?'\"<>]+)\?[^\s'\"<>]+")
_USERINFO = re.compile(r"(?P<scheme>\b[a-z][a-z0-9+.\-]*://)[^\s/@'\"]+@")
_DATA = re.compile(r"data:[\w/+.\-]+;base64,[A-Za-z0-9+/=]+")


@dataclass(frozen=True)
class Secret:
    """A text that is never printed by accident. `reveal()` is the only way to it."""

    _text: str

    def reveal(self) -> str:
        """Give the text itself, for a header on its way out."""
        return self._text

    def fingerprint(self) -> str:
        """Give 16 hexadecimal digits that tell two secrets apart and lead back to neither."""
        return sha256(b"r2v-account:" + self._text.encode()).hexdigest()[:16]

    def __bool__(self) -> bool:
        return bool(self._text)

    def __repr__(self) -> str:
        return f"Secret({STARS})"

    def __str__(self) -> str:
        return STARS

    def __reduce__(self) -> str:
        raise TypeError("a secret is never pickled")


NOTHING = Secret("")


def redact(text: str, *secrets: Secret) -> str:
    """Give `text` without keys, bearer headers, signed queries, passwords in URLs, and inline media."""
    for secret in secrets:
        if secret:
            text = text.replace(secret.reveal(), STARS)
    text = _DATA.sub("data:" + STARS, text)
    text = _BEARER.sub(lambda found: f"{found[1]} {STARS}", text)
    text = _KEY.sub(STARS, text)
    text = _QUERY.sub(lambda found: f"{found['base']}?{STARS}", text)
    return _USERINFO.sub(lambda found: f"{found['scheme']}{STARS}@", text)
