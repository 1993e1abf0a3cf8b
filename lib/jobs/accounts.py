"""The accounts whose keys this process holds: in memory, by fingerprint, and nowhere else."""

import threading
from collections.abc import Callable

from lib.errors import Failure, KeyMissing
from lib.providers.provider import Account


class Accounts:
    """A ring of accounts. A visitor's key is gone with the process, and comes back with the visitor."""

    def __init__(self) -> None:
        self._held: dict[str, Account] = {}
        self._kept: set[str] = set()
        self._changed = threading.Condition()

    def hold(self, account: Account, *, keep: bool = False) -> None:
        """Hold an account for its jobs, and wake those that wait for it; `keep` for the owner's, to the end."""
        with self._changed:
            self._held[account.fingerprint] = account
            if keep:
                self._kept.add(account.fingerprint)
            self._changed.notify_all()

    def is_kept(self, fingerprint: str) -> bool:
        """Tell whether an account is one of the app's own: the owner's, or the stand-in's."""
        with self._changed:
            return fingerprint in self._kept

    def release(self, fingerprint: str, is_idle: Callable[[str], bool]) -> None:
        """Forget an account that has no job any more, unless it is kept.

        `is_idle` is asked while nobody can hold the account: a job that is saved before its account is held never
        loses its key to another one that ends at that moment.
        """
        with self._changed:
            if fingerprint not in self._kept and is_idle(fingerprint):
                self._held.pop(fingerprint, None)

    def visiting(self) -> set[str]:
        """Give the fingerprints of the accounts that are not kept."""
        with self._changed:
            return set(self._held) - self._kept

    def get(self, fingerprint: str) -> Account:
        """Give the account. Raises KeyMissing."""
        with self._changed:
            account = self._held.get(fingerprint)
        if account is None:
            raise KeyMissing(
                Failure(
                    code="Studio.KeyMissing",
                    message="The key of this job is not here any more: the app was started again.",
                    advice="Give the key again in the browser that made the job, and it goes on.",
                    field="api_key",
                    retryable=True,
                )
            )
        return account

    def wait_for(self, fingerprint: str, seconds: float) -> bool:
        """Wait until the account is held, at most so long; tell whether it is."""
        with self._changed:
            return self._changed.wait_for(lambda: fingerprint in self._held, timeout=seconds)
