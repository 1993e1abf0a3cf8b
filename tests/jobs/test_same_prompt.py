"""Whether a task was asked for with our prompt."""

import pytest

from lib.jobs.same_prompt import is_same_prompt

LONG = "Image 1 waves to Image 2. " * 180  # 4,680 characters
WITH_EMOJI = "🙂" * 4_000


@pytest.mark.parametrize(
    ("sent", "told", "same"),
    [
        ("Image 1 waves.", "Image 1 waves.", True),
        ("  Image 1\n\nwaves.\t", "Image 1 waves.", True),
        ("Caf\u00e9", "Cafe\u0301", True),
        ("Image 1 waves.", "Image 1 leaves.", False),
        ("Image 1 waves and leaves.", "Image 1 waves", False),
        ("Image 1 waves", "Image 1 waves and leaves.", False),
        ("Image 1 waves.", "", False),
        (LONG, LONG[:4_000], True),
        (LONG, LONG[:2_000], False),
        (LONG, LONG[:3_999] + "!", False),
        (WITH_EMOJI, WITH_EMOJI[:2_500], True),
        (WITH_EMOJI, WITH_EMOJI[:2_500] + "\ufffd", True),
    ],
)
def test_blanks_may_differ_and_a_long_end_may_be_cut(sent: str, told: str, *, same: bool) -> None:
    assert is_same_prompt(sent, told) is same
