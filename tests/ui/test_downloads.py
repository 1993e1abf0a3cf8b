"""A downloaded video's name says what it is of."""

import pytest

from lib.jobs.record import JobState
from lib.ui.downloads import film_name
from tests.jobs.builders import new_record


@pytest.mark.parametrize(
    ("prompt", "name"),
    [
        ("Image 1 waves.", "2026-11-28-image-1-waves-aaaa.mp4"),
        ("Scene 1 [0-2s]: Anna waits. Scene 2 [2-5s]: She goes.", "2026-11-28-anna-waits-she-goes-aaaa.mp4"),
        ("第1个镜头[0-1秒]图1走来。", "2026-11-28-第1个镜头-图1走来-aaaa.mp4"),
        ('../../etc/passwd\n<b>"it\'s"</b>', "2026-11-28-etc-passwd-b-it-s-b-aaaa.mp4"),
        ("word " * 1000, "2026-11-28-word-word-word-word-word-word-word-word-word-aaaa.mp4"),
        ("…", "2026-11-28-wan2.7-r2v-aaaa.mp4"),
    ],
)
def test_it_has_the_day_and_the_first_words(prompt: str, name: str) -> None:
    record = new_record("a" * 32, prompt=prompt, state=JobState.SUCCEEDED, created=1_795_867_200.0)
    assert film_name(record) == name
    assert film_name(record, "zip") == name.removesuffix("mp4") + "zip"
