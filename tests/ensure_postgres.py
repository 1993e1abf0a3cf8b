"""Finds Postgres's programs for the tests, or installs Debian's package; exits 1 with a sentence where it has none."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

DEBIANS = Path("/usr/lib/postgresql")


def postgres_programs() -> Path | None:
    """Give the folder of `initdb` and `pg_ctl`: that of PATH, else the newest of Debian's, else None."""
    found = shutil.which("initdb")
    if found is not None and (Path(found).resolve().parent / "pg_ctl").exists():
        return Path(found).resolve().parent
    # Debian keeps them off PATH, in a folder for each version.
    versions = [path for path in DEBIANS.glob("*/bin") if path.parent.name.isdigit() and (path / "initdb").exists()]
    return max(versions, key=lambda path: int(path.parent.name), default=None)


def install() -> None:
    """Install Debian's package; only root can."""
    if os.name != "posix" or os.geteuid() != 0 or not shutil.which("apt-get"):
        return
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    subprocess.run(["apt-get", "update", "-qq"], check=False, env=environment)
    command = ["apt-get", "install", "-y", "-qq", "--no-install-recommends", "postgresql"]
    subprocess.run(command, check=False, env=environment, stdout=subprocess.DEVNULL)


def main() -> int:
    """Make sure that they are there."""
    if postgres_programs() is None:
        print("No Postgres found; installing one.", flush=True)  # noqa: T201 - a command's own words
        install()
    if postgres_programs() is None:
        sentence = "The tests of two processes need Postgres (initdb, pg_ctl), and it could not be installed."
        print(sentence, file=sys.stderr)  # noqa: T201 - the same
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
