"""Where the copies of a job's files lie while a form is restored: known to its own visitor's session alone."""

from dataclasses import replace
from hashlib import sha256

from lib.ui.restore import folder_of
from tests.jobs.builders import new_record


def test_who_knows_a_job_and_its_video_does_not_know_where_its_files_are_copied_to() -> None:
    annas = new_record("a" * 32, visitor="the-name-that-annas-browser-has")
    known = [annas.job, *(one.file.sha256 for one in annas.order.media)]
    name = folder_of(annas).name
    assert name == folder_of(annas).name
    assert name != folder_of(replace(annas, visitor="another-browser")).name
    assert name != folder_of(replace(annas, visitor="")).name
    assert not [one for one in known if sha256(one.encode()).hexdigest()[:32] in name]
