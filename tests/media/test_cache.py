"""The cache of facts: asked twice, looked at once."""

import os
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from shutil import copyfile

from lib.facts import Flaw
from lib.media import FactsCache, content_hash, inspect
from tests.makers import make_clip, make_picture


def keep_times(path: Path, change: Callable[[Path], object]) -> None:
    """Change a file behind the cache's back: same size, same times."""
    status = path.stat()
    change(path)
    os.utime(path, ns=(status.st_atime_ns, status.st_mtime_ns))


def test_facts_are_those_of_a_look_with_the_hash(tmp_path: Path) -> None:
    path = make_clip(tmp_path / "a.mp4")
    assert FactsCache().facts(path) == replace(inspect(path), sha256=content_hash(path))


def test_asking_again_reads_nothing(tmp_path: Path) -> None:
    path = make_picture(tmp_path / "a.png")
    cache = FactsCache()
    first = cache.facts(path)
    keep_times(path, lambda file: file.write_bytes(bytes(file.stat().st_size)))
    assert cache.facts(path) is first


def test_a_copy_shares_the_facts(tmp_path: Path) -> None:
    path = make_picture(tmp_path / "a.png")
    cache = FactsCache()
    assert cache.facts(Path(copyfile(path, tmp_path / "b.jpg"))) is cache.facts(path)


def test_a_changed_file_is_looked_at_again(tmp_path: Path) -> None:
    path = make_picture(tmp_path / "a.png", width=300)
    cache = FactsCache()
    assert cache.facts(path).width == 300
    make_picture(path, width=301)
    assert cache.facts(path).width == 301


def test_a_file_that_comes_later_is_found(tmp_path: Path) -> None:
    cache = FactsCache()
    assert cache.facts(tmp_path / "a.png").flaw is Flaw.MISSING
    make_picture(tmp_path / "a.png")
    assert cache.facts(tmp_path / "a.png").flaw is None


def test_it_forgets_the_oldest(tmp_path: Path) -> None:
    cache = FactsCache(most=2)
    paths = [make_picture(tmp_path / f"{width}.png", width=width) for width in (10, 20, 30)]
    firsts = [cache.facts(path) for path in paths]
    assert cache.facts(paths[2]) is firsts[2]
    again = cache.facts(paths[0])
    assert again == firsts[0]
    assert again is not firsts[0]


def test_threads_agree(tmp_path: Path) -> None:
    paths = [make_picture(tmp_path / f"{width}.png", width=width) for width in range(10, 30)]
    cache = FactsCache(most=10)
    with ThreadPoolExecutor(8) as pool:
        widths = list(pool.map(lambda path: cache.facts(path).width, paths * 10))
    assert widths == list(range(10, 30)) * 10


def test_an_empty_file_and_a_folder_are_no_trouble(tmp_path: Path) -> None:
    (tmp_path / "empty.png").touch()
    cache = FactsCache()
    assert cache.facts(tmp_path / "empty.png").flaw is Flaw.EMPTY
    assert cache.facts(tmp_path).flaw is Flaw.MISSING
