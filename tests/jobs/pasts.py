"""Histories of any length, for the tests and the measurements of what they cost."""

import random

import sqlalchemy as sa

from lib.jobs.history import Wanted
from lib.jobs.record import JobState, Record
from lib.jobs.records import Records
from lib.jobs.rows import row_of
from lib.jobs.schema import JOBS
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
    """Write records into an empty database by one statement; to be closed."""
    store = Records(url)
    rows, taken = [], set()
    for record in records:
        place = round(record.created * 1_000_000)
        while place in taken:
            place += 1
        taken.add(place)
        rows.append({**row_of(record), "worker": record.worker or store.worker, "place": place})
    with store.transaction() as db:
        db.execute(sa.insert(JOBS), rows)
    return store


def multiply(store: Records, times: int) -> None:
    """Make a history of a record a minute so many times as long, inside the database.

    The rare word stays in its oldest record alone.
    """
    with store.transaction() as db:
        length, newest = db.execute(sa.select(sa.func.count(), sa.func.max(JOBS.c.place))).one()
        for number in range(1, times):
            later = 60 * length * number
            changed = {
                "job": JOBS.c.job + f".{number}",
                "words": sa.func.replace(JOBS.c.words, RARE, "common"),
                "created": JOBS.c.created + later,
                "place": JOBS.c.place + 1_000_000 * later,
            }
            copy = sa.select(*(changed.get(column.name, column) for column in JOBS.columns))
            names = [column.name for column in JOBS.columns]
            db.execute(sa.insert(JOBS).from_select(names, copy.where(JOBS.c.place <= newest)))
