"""What looks for keys finds them in every disguise, or the canary proves nothing."""

import base64
import io
import zipfile
from urllib.parse import quote

import pytest

from tests.canaries import found_in, holds

KEY = "ms-a/key+of: a visitor's"


def zipped(content: bytes) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("video.json", content)
    return file.getvalue()


@pytest.mark.parametrize(
    "content",
    [
        f"log {KEY} end".encode(),
        KEY.encode("utf-16-le"),
        f"https://a.example/?key={quote(KEY, safe='')}".encode(),
        f"{KEY.encode().hex()}0a".encode(),
        *(base64.b64encode(f"{'x' * shift}{KEY}{'y' * rest}".encode()) for shift in range(4) for rest in range(3)),
        *(base64.urlsafe_b64encode(f"{'x' * shift}{KEY}tail".encode()) for shift in range(3)),
        zipped(KEY.encode()),
        zipped(zipped(base64.b64encode(KEY.encode()))),
    ],
)
def test_a_secret_is_found_in_every_disguise(content: bytes) -> None:
    assert holds(content, KEY)
    assert found_in({"here": content, "there": b"nothing"}, [KEY, "another-secret"]) == [("here", KEY)]
