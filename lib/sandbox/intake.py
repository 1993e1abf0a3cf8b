"""The way of a task's media from its links to the disk: uploads, inline pictures, and files served on loopback."""

import base64
import binascii
import ipaddress
import re
import secrets
from collections.abc import Sequence
from pathlib import Path
from typing import Final
from urllib.parse import urlsplit
from uuid import uuid4

import requests

from lib.facts import Kind, MediaInfo
from lib.media import inspect
from lib.sandbox.body import Asked, AskedMedium
from lib.sandbox.media_limits import MB, Limits, check
from lib.sandbox.rules import HIGHEST_SEED, VOICE, Rules
from lib.sandbox.store import UPLOAD_SECONDS, Store, Upload
from lib.sandbox.task import Generation, Medium
from lib.sandbox.unusable import Unusable

_INLINE: Final = re.compile(r"data:image/(?:jpeg|png|bmp|webp);base64,(?P<content>[A-Za-z0-9+/=\s]*)\Z")
_ANY: Final = Limits(kind=Kind.PICTURE, formats=(), largest_bytes=100 * MB)
_USED_AS: Final = {Kind.PICTURE: "reference_image", Kind.CLIP: "reference_video", Kind.SOUND: "driving_audio"}
_CHUNK: Final = 256 * 1024
_FETCH_SECONDS: Final = 5.0


class Intake:
    """Brings the media of one account's task to disk, and judges them there."""

    def __init__(self, store: Store, rules: Rules, *, account: str, model: str, now: float) -> None:
        self._store = store
        self._rules = rules
        self._account = account
        self._model = model
        self._now = now

    def take(self, asked: Asked) -> Generation:
        """Give what the task will make, its media on disk and within the limits.

        Raises:
            Unusable: a link that leads nowhere, or a file outside the limits.
        """
        taken = [self._medium(medium) for medium in asked.media]
        lengths = {medium.kind: info.seconds for medium, info in taken if info.seconds is not None}
        # A length of 0 is that of the clip, of which there is one.
        seconds = asked.duration or next((lengths[kind] for kind in self._rules.needed if kind in lengths), 0.0)
        billed = [info.seconds or 0.0 for medium, info in taken if medium.kind in self._rules.billed]
        return Generation(
            prompt=asked.prompt,
            media=tuple(medium for medium, _ in taken),
            resolution=asked.resolution,
            ratio=asked.ratio,
            duration=seconds,
            seed=secrets.randbelow(HIGHEST_SEED + 1) if asked.seed is None else asked.seed,
            watermark=asked.watermark,
            input_seconds=billed_seconds(billed, self._rules.budget),
        )

    def _medium(self, asked: AskedMedium) -> tuple[Medium, MediaInfo]:
        if not self._rules.known:
            return self._unknown(asked)
        limits = {**self._rules.media, **self._rules.links}[asked.kind]
        link = asked.where if asked.kind in self._rules.links else f"{asked.where}.url"
        path, info = self._file(asked.url, limits, link)
        voice = None
        if asked.voice is not None:
            voice, _ = self._file(asked.voice, VOICE, f"{asked.where}.reference_voice")
        return Medium(kind=asked.kind, path=path, voice=voice), info

    def _unknown(self, asked: AskedMedium) -> tuple[Medium, MediaInfo]:
        """Take a file of a model of which nothing is known: its content says what it is for."""
        path = self._local(asked.url, _ANY, asked.where)
        info = inspect(self._store.folder / path)
        if info.kind not in _USED_AS or info.flaw is not None:
            raise Unusable(f"The file can't be shown: {asked.where}", code="InvalidFile.Openerror")
        return Medium(kind=_USED_AS[info.kind], path=path), info

    def _file(self, url: str, limits: Limits, where: str) -> tuple[str, MediaInfo]:
        path = self._local(url, limits, where)
        info = inspect(self._store.folder / path)
        check(info, limits, where)
        return path, info

    def _local(self, url: str, limits: Limits, where: str) -> str:
        match urlsplit(url).scheme.lower():
            case "oss":
                return self._uploaded(url)
            case "data":
                return self._inline(url, limits, where)
            case "http" | "https":
                return self._fetched(url, limits)
            case _:
                raise Unusable(f"url error, please check url!: {where}")

    def _uploaded(self, url: str) -> str:
        upload = self._store.upload(url.removeprefix("oss://"))
        # Bound to the account and to the model named in getPolicy, and gone after 48 h.
        if upload is None or (upload.account, upload.model) != (self._account, self._model):
            raise Unusable(f"Failed to download {url}")
        if self._now - upload.created > UPLOAD_SECONDS:
            raise Unusable(f"Failed to download {url}")
        return upload.path

    def _inline(self, url: str, limits: Limits, where: str) -> str:
        inline = _INLINE.match(url)
        if limits.kind is not Kind.PICTURE or inline is None:
            raise Unusable(f"Base64 is taken for jpeg, png, bmp and webp pictures only: {where}")
        try:
            content = base64.b64decode(inline["content"], validate=True)
        except binascii.Error:
            raise Unusable(f"Base64 can't be decoded: {where}") from None
        place = self._new_place()
        place.write_bytes(content)
        return self._keep(place)

    def _fetched(self, url: str, limits: Limits) -> str:
        if not _is_loopback(url):
            raise Unusable(f"Failed to download {url} (the stand-in does not reach out to the internet)")
        place = self._new_place()
        left = limits.largest_bytes + 1  # one byte more than allowed is enough to know
        try:
            with requests.Session() as session:
                session.trust_env = False  # a proxy of the environment would take loopback for its own
                answer = session.get(url, stream=True, allow_redirects=False, timeout=_FETCH_SECONDS)
                if answer.status_code != requests.codes.ok:
                    raise Unusable(f"Failed to download {url}")
                with place.open("wb") as file:
                    for chunk in answer.iter_content(_CHUNK):
                        left -= file.write(chunk[:left])
                        if left == 0:
                            break
        except requests.RequestException:
            raise Unusable(f"Failed to download {url}") from None
        return self._keep(place)

    def _new_place(self) -> Path:
        return self._store.uploads_folder / uuid4().hex

    def _keep(self, place: Path) -> str:
        # A row of its own, under a key that no link can name, so that the sweep finds the file.
        path = place.relative_to(self._store.folder).as_posix()
        self._store.add_upload(
            Upload(key=f"inline:{place.name}", account=self._account, model=self._model, path=path, created=self._now)
        )
        return path


def billed_seconds(clips: Sequence[float], budget: float | None) -> float:
    """Give the billed seconds of the clips: all of them, or of N clips at most budget/N each."""
    return round(sum(length if budget is None else min(length, budget / len(clips)) for length in clips), 2)


def _is_loopback(url: str) -> bool:
    host = urlsplit(url).hostname or ""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
