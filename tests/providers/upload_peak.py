"""A program: upload files at once, one thread each, and print by how many bytes the process grew meanwhile."""

import resource
import sys
import threading
from pathlib import Path

from lib.providers.dashscope import DashScope
from tests.providers.orders import MODEL, account, file, unwatched


def upload(base_url: str, path: Path) -> None:
    DashScope().prepare(account(base_url), MODEL, file("a"), path, unwatched)


def peak_bytes() -> int:
    """The most memory this process has held. On Linux `ru_maxrss` is of no use: it lives on from the parent."""
    status = Path("/proc/self/status")
    if not status.exists():
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    lines = status.read_text(encoding="ascii").splitlines()
    return next(int(line.split()[1]) * 1024 for line in lines if line.startswith("VmHWM:"))


def main(base_url: str, warm: str, *large: str) -> None:
    upload(base_url, Path(warm))
    before = peak_bytes()
    threads = [threading.Thread(target=upload, args=(base_url, Path(name))) for name in large]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    sys.stdout.write(str(peak_bytes() - before))


if __name__ == "__main__":
    main(*sys.argv[1:])
