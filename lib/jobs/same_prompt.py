"""Whether a task was asked for with our prompt, from what the service tells of it. Pure."""

import unicodedata

# The service cuts a prompt silently at 5,000 characters (`api-facts.md` 2.1) and doesn't say how it counts: where it
# counts UTF-16 units, 5,000 of them may be 2,500 of ours. What is shorter was not cut.
SHORTEST_CUT = 2500
# What is left of a character that was cut in two.
_BROKEN = "\ufffd"


def is_same_prompt(sent: str, told: str) -> bool:
    """Compare the prompt that was sent with the one that the service tells: blanks may differ, and the end be cut."""
    ours, theirs = _plain(sent), _plain(told.rstrip(_BROKEN))
    return ours == theirs or (len(theirs) >= SHORTEST_CUT and ours.startswith(theirs))


def _plain(text: str) -> str:
    return " ".join(unicodedata.normalize("NFC", text).split())
