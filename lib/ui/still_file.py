"""A small still of a picture or clip as a file, which is there whole or not at all."""

import secrets
from pathlib import Path

from lib.media import poster

# Pixels of the longer side.
LONGEST_STILL = 480


def write_still(source: Path, target: Path) -> None:
    """Write a still of `source` in place of `target`. Raises InputError, OSError."""
    part = target.with_name(f"part-{secrets.token_hex(4)}-{target.name}")
    poster(source, part, longest=LONGEST_STILL)
    part.replace(target)
