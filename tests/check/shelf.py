"""Where the files of the table lie, each made once, and how a row becomes a verdict."""

from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import mkdtemp

from lib.facts import MediaInfo
from lib.forms.catalog import load_catalog
from lib.forms.check import Checked, check
from lib.forms.cost import Tariff
from lib.forms.draft import Attached, Draft, Upload
from lib.forms.form import ModelForm
from lib.media import FactsCache
from tests.check.table import ABSENT, File, Given, Row

CATALOG = load_catalog()
FORM = CATALOG.default
BEIJING = Tariff(service="dashscope", region="cn-beijing")
SANDBOX = Tariff(service="sandbox")


@dataclass(kw_only=True)
class Shelf:
    """Files of the table in a folder, and what is known of them."""

    folder: Path
    facts: FactsCache = field(default_factory=FactsCache)
    _made: dict[File, Upload] = field(default_factory=dict)

    def upload(self, file: File) -> Upload:
        """Give the file, made on the first call; each in a folder of its own, so that names may repeat."""
        if file not in self._made:
            path = Path(mkdtemp(dir=self.folder)) / file.name
            file.make(path)
            self._made[file] = Upload(path=path, name=file.name if file.known_as is None else file.known_as)
        return self._made[file]

    def attached(self, given: Given) -> Attached:
        """Give the file in its field."""
        sound = None if given.voice is None else self.upload(given.voice)
        return Attached(field=given.field, upload=self.upload(given.file), voice=sound)

    def draft(self, row: Row) -> Draft:
        """Fill in the form of a row."""
        values = {"prompt": _citing(row.given, CATALOG.forms[row.model]), "resolution": "720P", **row.values}
        return Draft(
            model=row.model,
            values={name: value for name, value in values.items() if value is not ABSENT},
            attached=tuple(self.attached(given) for given in row.given),
            stray_voices=tuple(self.upload(stray) for stray in row.stray),
        )

    def facts_of(self, draft: Draft) -> dict[Path, MediaInfo]:
        """Look at every file of a draft."""
        return {upload.path: self.facts.facts(upload.path) for upload in draft.uploads()}

    def judge(self, draft: Draft, tariff: Tariff = BEIJING) -> Checked:
        """Judge a draft by its real files."""
        return check(draft, CATALOG.forms[draft.model], self.facts_of(draft), tariff)


def _citing(given: tuple[Given, ...], form: ModelForm) -> str:
    """Write a prompt that cites every reference as the model reads it."""
    counts: Counter[str] = Counter()
    citations = {row.name: row.citation for row in form.lists()}
    cited = []
    for one in given:
        counts[one.field] += 1
        if one.field in citations:
            cited.append(citations[one.field].cite(counts[one.field]))
    return f"{', '.join(cited) or 'Somebody'} walks home in the rain."
