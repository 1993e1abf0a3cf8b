"""Looks for marked secrets in everything, in the ways in which a text hides: coded, in two bytes a letter, zipped."""

import base64
import io
import zipfile
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from pathlib import Path
from urllib.parse import quote

from playwright.sync_api import BrowserContext, Page

# All that a page keeps in a browser beside what `storage_state` tells.
_KEPT = """async () => {
  const kept = { local: { ...localStorage }, session: { ...sessionStorage }, cookie: document.cookie };
  kept.named = [window.name, history.state];
  kept.cached = [];
  for (const name of window.caches ? await caches.keys() : [])
    for (const asked of await (await caches.open(name)).keys())
      kept.cached.push(asked.url, await (await caches.match(asked)).text());
  const folder = await navigator.storage?.getDirectory?.();
  kept.files = [];
  if (folder) for await (const name of folder.keys()) kept.files.push(name);
  return JSON.stringify(kept);
}"""
_TYPED = "() => [...document.querySelectorAll('input, textarea')].map((one) => [one.type, one.value])"


@lru_cache
def disguises(secret: str) -> tuple[bytes, ...]:
    """Give the ways in which a secret of 8 letters or more may stand in bytes."""
    plain = secret.encode()
    ways = {plain, secret.encode("utf-16-le"), quote(secret, safe="").encode(), plain.hex().encode(), plain[::-1]}
    for shift in range(3):
        # Wherever it begins within three bytes; what its neighbours have a part in is left out.
        coded = base64.b64encode(bytes(shift) + plain).rstrip(b"=")
        inner = coded[-(-shift * 4 // 3) : len(coded) - 1]
        ways |= {inner, inner.translate(bytes.maketrans(b"+/", b"-_"))}
    return tuple(ways)


def holds(content: bytes, secret: str) -> bool:
    """Tell whether bytes hold a secret; of a zip its files are looked into."""
    if any(way in content for way in disguises(secret)):
        return True
    if not content.startswith(b"PK\x03\x04"):
        return False
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return any(holds(archive.read(name), secret) for name in archive.namelist())


def found_in(places: Mapping[str, str | bytes], secrets: Iterable[str]) -> list[tuple[str, str]]:
    """Give each place with each secret that it holds."""
    whole = {place: text.encode() if isinstance(text, str) else text for place, text in places.items()}
    return [(place, one) for one in secrets for place, content in whole.items() if holds(content, one)]


def files_below(*folders: Path) -> Iterator[Path]:
    for folder in folders:
        yield from (path for path in folder.rglob("*") if path.is_file() and not path.is_symlink())


def found_below(folder: Path, secrets: Iterable[str]) -> list[tuple[str, str]]:
    """Give each file below a folder with each secret that it holds, or that its name does."""
    looked = {str(path): path.name.encode() + b"\n" + path.read_bytes() for path in files_below(folder)}
    return found_in(looked, secrets)


def kept_by(context: BrowserContext, page: Page) -> dict[str, str]:
    """Give what a browser keeps of a page in any of its stores, and what the page itself holds but for its boxes."""
    stores = str(context.storage_state(indexed_db=True))
    return {"stores": stores, "kept": str(page.evaluate(_KEPT)), "page": page.content(), "address": page.url}


def typed_in(page: Page) -> list[list[str]]:
    """Give the kind and the content of each box of a page."""
    boxes: list[list[str]] = page.evaluate(_TYPED)
    return boxes
