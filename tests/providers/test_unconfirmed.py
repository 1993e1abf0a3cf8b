"""What is not known of a gateway is told in words, all of it, and no more once it is known."""

from dataclasses import replace

from lib.providers.modelstream_profile import MODELSTREAM
from lib.providers.unconfirmed import PARTS, unconfirmed_parts, unconfirmed_table


def test_every_unconfirmed_attribute_has_words_once() -> None:
    named = [name for names in PARTS.values() for name in names]
    assert len(named) == len(set(named))
    assert set(MODELSTREAM.unconfirmed) <= set(named)


def test_what_is_confirmed_is_not_told_any_more() -> None:
    left = {"several": "no page says"}
    known = replace(MODELSTREAM, unconfirmed=left, unknown=("what a video costs",))
    assert unconfirmed_parts(known) == ("how several files of a kind, and voices, are sent",)
    assert unconfirmed_table(known).splitlines()[2:] == [
        "| how several files of a kind, and voices, are sent | `several` | no page says |",
        "| what a video costs | | no page says |",
    ]
    assert unconfirmed_parts(replace(MODELSTREAM, unconfirmed={})) == ()


def test_the_table_names_every_attribute_and_gives_every_reason() -> None:
    table = unconfirmed_table(MODELSTREAM)
    for name, why in MODELSTREAM.unconfirmed.items():
        assert f"`{name}`" in table
        assert why == "the same" or why in table
    assert "the same" not in table
