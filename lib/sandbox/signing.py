"""What the stand-in signs: an upload's policy and a result's link. Both outlive the process, as its secret does."""

import base64
import binascii
import hmac
import json
from dataclasses import asdict, dataclass
from hashlib import sha256


@dataclass(frozen=True, kw_only=True)
class Policy:
    """What an upload may do.

    Attributes:
        account: who asked for it.
        model: the only model that may read the file.
        upload_dir: where the key must lie.
        expires: epoch seconds.
    """

    account: str
    model: str
    upload_dir: str
    expires: float


class Signer:
    """Signs with a secret of the data folder."""

    def __init__(self, secret: bytes) -> None:
        self._secret = secret

    def policy(self, policy: Policy) -> tuple[str, str]:
        """Give a policy's text and its signature, both base64."""
        text = base64.b64encode(json.dumps(asdict(policy)).encode()).decode()
        return text, self._sign("policy", text)

    def read_policy(self, text: str, signature: str) -> Policy | None:
        """Give the policy back; None where this signer did not sign it."""
        if not self._matches(signature, "policy", text):
            return None
        try:
            return Policy(**json.loads(base64.b64decode(text, validate=True)))
        except (binascii.Error, ValueError, TypeError):
            return None

    def link(self, name: str, expires: int) -> str:
        """Give the signature of a result's link; `expires` in epoch seconds."""
        return self._sign("link", f"{name}\n{expires}")

    def link_matches(self, name: str, expires: str, signature: str) -> bool:
        """Tell whether a link is one of ours; its age is another question."""
        return self._matches(signature, "link", f"{name}\n{expires}")

    def _sign(self, purpose: str, text: str) -> str:
        return base64.b64encode(hmac.digest(self._secret, f"{purpose}\n{text}".encode(), "sha256")).decode()

    def _matches(self, signature: str, purpose: str, text: str) -> bool:
        return hmac.compare_digest(signature.encode(), self._sign(purpose, text).encode())


def account_of(key: str) -> str:
    """Give the account that a key stands for: 16 hexadecimal digits that don't lead back to it."""
    return sha256(b"sandbox-account:" + key.encode()).hexdigest()[:16]
