"""How what the server brings is named, and that a link's bytes count and not its words."""

import re
from dataclasses import replace
from functools import partial
from pathlib import Path
from urllib.parse import quote, unquote

import pytest

from lib.errors import InputError
from lib.facts import Kind
from lib.forms.catalog import load_catalog
from lib.forms.draft import OrderFile
from lib.jobs.bundle import members
from lib.jobs.record import Record
from lib.jobs.store import JobStore
from lib.media import FactsCache
from lib.providers.link_file import fetch_link
from lib.secret import Secret
from lib.ui.bringing import file_name, linked_file
from lib.ui.starters import STARTERS
from lib.ui.tray_examples import examples
from lib.ui.uploads import upload_of
from tests.jobs.builders import ANNA, new_order, new_record
from tests.makers import make_clip, make_picture
from tests.providers.server import answer, serving

anywhere = partial(fetch_link, anywhere=True)


@pytest.mark.parametrize(
    ("link", "name"),
    [
        ("https://a.example/photos/cat%20one.jpg?Signature=secret#x", "cat one.jpg"),
        ("https://a.example/%E7%8C%AB.png", "猫.png"),
        ("https://a.example/..%2F..%2Fetc%2Fpasswd", "passwd"),
        ("https://a.example/a%00b%0A<i>.png", "a_b_i_.png"),
        ("https://a.example/", "from a link"),
        ("https://a.example/...", "from a link"),
        ("http://[::1", "from a link"),
        ("https://a.example/" + "a" * 300 + ".png", "a" * 76 + ".png"),
    ],
)
def test_a_file_is_named_by_the_end_of_its_path_alone(link: str, name: str) -> None:
    assert file_name(Secret(link)) == name


# What a link's path may end with, before it is coded for an address.
HOSTILE = (
    "<img src=x onerror=alert(1)>.png",
    "'\"><script>alert(1)</script>`\\.png",
    "${document.title}{{ran}}.png",
    "../../../etc/passwd",
    "..\\..\\boot.ini",
    "a\r\nSet-Cookie: x=1\x00\x1b[31m.png",
    "\u202egnp.exe",
    "-rf ~",
    ".htaccess",
    "猫" * 300,
    "𠀀" * 300,
    "a" * 5000,
    " . ",
)


def test_a_hostile_end_of_a_link_is_a_plain_name_on_card_disk_and_in_a_bundle(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GRADIO_TEMP_DIR", str(tmp_path / "cache"))
    data = make_picture(tmp_path / "anna.png").read_bytes()
    store = JobStore.under(tmp_path)
    with serving(answer(data)) as server:
        for number, end in enumerate(HOSTILE):
            link = Secret(f"{server.origin}/of/anna/{quote(end, safe='')}?Signature=canary-signature")
            card = linked_file(link, FactsCache().facts, anywhere)
            name, path = str(card["name"]), Path(card["path"])
            assert re.fullmatch(r"[\w ()-][\w .()-]*\.png", name), name
            assert len(name.encode()) <= 255
            assert (path.name, path.parent.parent) == (name, tmp_path / "cache")
            assert "canary-signature" not in str(card)
            # What the form takes of the card, and what the history and a bundle then call the file.
            upload = upload_of(card, "reference")
            file = replace(ANNA, name=upload.name, sha256=FactsCache().facts(path).sha256)
            record = named_so(f"{number:032}", file)
            store.take_in(record.job, file, path)
            named = [one.name for one in members(record, load_catalog().default, store)]
            (kept,) = [one for one in named if one.startswith("references/")]
            assert re.fullmatch(r"references/Image 1 [\w ()+,-]+\.png", kept), kept
            assert len(Path(kept).name.encode()) <= 255


def named_so(job: str, file: OrderFile) -> Record:
    order = new_order("Image 1 waves.")
    return new_record(job, order=replace(order, media=(replace(order.media[0], file=file),)))


def test_every_example_is_a_picture_that_is_there() -> None:
    found = [Path(unquote(one["url"]).partition("=")[2]) for one in examples()]
    assert {FactsCache().facts(path).kind for path in found} == {Kind.PICTURE}
    assert len(found) == len({path.name for path in found}) > len(STARTERS)


def test_a_clip_that_calls_itself_a_picture_is_a_clip(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GRADIO_TEMP_DIR", str(tmp_path / "cache"))
    data = make_clip(tmp_path / "clip.mp4", width=320, height=240, seconds=1.0).read_bytes()
    with serving(answer(data, kind="image/jpeg")) as server:
        found = linked_file(Secret(f"{server.origin}/photo.jpg?Signature=secret"), FactsCache().facts, anywhere)
    assert (found["kind"], found["name"], found["size"]) == ("clip", "photo.mp4", len(data))
    assert Path(found["path"]).read_bytes() == data
    assert "secret" not in str(found)


def test_a_page_that_calls_itself_a_picture_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GRADIO_TEMP_DIR", str(tmp_path / "cache"))
    page = answer(b"<!doctype html><title>Not here</title>", kind="image/png")
    with serving(page) as server, pytest.raises(InputError) as caught:
        linked_file(Secret(f"{server.origin}/photo.png"), FactsCache().facts, anywhere)
    assert caught.value.failure.code == "Studio.LinkNoMedia"
    assert [path for path in (tmp_path / "cache").rglob("*") if path.is_file()] == []
