"""A stand-in for S3 as a program of its own: moto's server on a free port, and what a client of it must know."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.request import Request, urlopen

from tests.programs import Program, environment, free_port

# Never a part of a log or of a file that the app writes; tests look for it.
SECRET = "wJalr-of-the-object-store"
BUCKET = "films"
URL = f"s3://{BUCKET}/studio"


@contextmanager
def object_store(home: Path) -> Iterator[dict[str, str]]:
    """Run it with an empty bucket, and give the variables by which fsspec's S3 package finds it."""
    command = [sys.executable, "-m", "moto.server", "-H", "127.0.0.1", "-p", str(free_port())]
    with Program(command, r"http://127\S+", environment(home)) as server:
        # The server takes any signature, and a bucket is made by a bare PUT.
        with urlopen(Request(f"{server.address}/{BUCKET}", method="PUT"), timeout=10):  # noqa: S310 - our own address
            pass
        yield {
            "AWS_ENDPOINT_URL": server.address,
            "AWS_ACCESS_KEY_ID": "AKIA-of-the-tests",
            "AWS_SECRET_ACCESS_KEY": SECRET,
            "AWS_DEFAULT_REGION": "us-east-1",
        }
