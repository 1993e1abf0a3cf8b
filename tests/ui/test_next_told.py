"""What is said of a prompt that is kept for the next shot: whose it is, and which of its citations changed meaning."""

import pytest

from lib.forms.catalog import load_catalog
from lib.ui.next_shot import FIRST_FRAME, REFERENCE
from lib.ui.next_told import IS_FIRST, IS_REFERENCE, KEPT, TELLS_BEFORE, next_words
from tests.jobs.builders import new_order

FORM = load_catalog().default
ORDER = new_order("Image 1 waves.")
SAME = {(ORDER.media[0].field, 1): ORDER.media[0].file.sha256}
OTHERS = "Not the same here as in that video: Image 1."
OTHER = {(ORDER.media[0].field, 1): "of another file"}


@pytest.mark.parametrize(
    ("prompt", "now", "place", "said"),
    [
        ("Image 1  waves.", SAME, FIRST_FRAME, [IS_FIRST, TELLS_BEFORE]),
        ("Image 1 sits down.", SAME, REFERENCE, [IS_REFERENCE, KEPT]),
        ("  ", OTHER, FIRST_FRAME, [IS_FIRST]),
        (
            "图1坐下，Image 1 waves.",
            OTHER,
            FIRST_FRAME,
            [IS_FIRST, KEPT, OTHERS],
        ),
        ("Somebody sits down.", OTHER, FIRST_FRAME, [IS_FIRST, KEPT]),
        ("Image 2 waves.", OTHER, FIRST_FRAME, [IS_FIRST, KEPT]),
        ("Image 1 waves.", {}, FIRST_FRAME, [IS_FIRST, TELLS_BEFORE]),
    ],
)
def test_the_prompt_is_kept_and_what_may_not_fit_is_named(
    prompt: str, now: dict[tuple[str, int], str], place: str, said: list[str]
) -> None:
    assert next_words(ORDER, FORM, prompt, now, place) == " ".join(said)


def test_of_another_model_no_citation_is_compared() -> None:
    other = load_catalog().get("wan2.7-i2v")
    assert other is not None
    assert next_words(ORDER, other, "Image 1 sits.", OTHER, FIRST_FRAME) == f"{IS_FIRST} {KEPT}"
