"""Histories of any length, for the tests and the measurements of what they cost."""

import random

from lib.jobs.history import Wanted
from lib.jobs.record import JobState, Record
from lib.jobs.records import Records
from tests.jobs.builders import new_record

SUBJECTS = "fox potter harbour lantern glacier violin orchard ferry cathedral kettle meadow compass"
DOINGS = "wanders sings burns drifts turns glows breaks waits climbs fades wakes returns"
MANNERS = "slowly at dusk in the rain under a paper moon behind the glass beside the sea with a red scarf"
STATES = [JobState.SUCCEEDED] * 17 + [JobState.FAILED, JobState.CANCELED, JobState.LOST]
# Once in ten records, once in ten thousand: rare stands for what an index finds and a scan would not.
RARE = "zanzibar"

QUESTIONS = {
    "the newest": Wanted(),
    "a word that all have": Wanted(words="image"),
    "a word that many have": Wanted(words="fox"),
    "a word that one has": Wanted(words=RARE),
    "a word that none has": Wanted(words="quetzal"),
    "the beginning of a word": Wanted(words="im"),
    "three words": Wanted(words="image fox slowly"),
    "failed ones": Wanted(state="failed"),
    "favourites": Wanted(favourites=True),
    "a model": Wanted(model="wan2.7-r2v"),
    "a day": Wanted(since=1_000_000.0, until=1_086_400.0),
    "a word within a day": Wanted(words="fox", since=1_000_000.0, until=1_086_400.0),
}


def past(count: int, *, visitor: str = "anna", seed: int = 7) -> list[Record]:
    """Give so many records of a visitor, oldest first, one a minute; the oldest alone has the rare word."""
    chance = random.Random(seed)
    records = []
    for number in range(count):
        words = [chance.choice(SUBJECTS.split()), chance.choice(DOINGS.split()), *chance.choices(MANNERS.split(), k=30)]
        prompt = f"Image 1 and a {' '.join(words)}{' ' + RARE if number == 0 else ''}. Take {number}."
        created = 1_000_000.0 + number * 60
        fields = {"created": created, "updated": created, "favourite": number % 50 == 3}
        state = STATES[number % len(STATES)]
        records.append(new_record(f"{visitor}-{number}", prompt=prompt, visitor=visitor, state=state, **fields))
    return records


def write_past(url: str, *records: Record) -> Records:
    """Write records into a database; to be closed."""
    store = Records(url)
    with store.transaction() as db:
        for record in records:
            store.add_in(db, record)
    return store
