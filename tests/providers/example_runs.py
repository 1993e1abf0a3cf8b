"""Orders of real files under awkward names, and examples run as a person runs them: in the folder of the files."""

import os
import shutil
import subprocess
import sys
from collections.abc import Mapping
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

import playwright

from lib.facts import Kind
from lib.forms.check import check
from lib.forms.draft import Attached, Draft, Order, Upload
from lib.forms.fields import MediaRule
from lib.forms.form import ModelForm
from lib.media import FactsCache
from tests.forms.fillings import SANDBOX, least, most, rule_of
from tests.makers import make_clip, make_picture, make_voice

AWKWARD = """Say "hi", it's $HOME, `date` \\n %s @model@ 茶 🙂
EXAMPLE
'; exit 3; ' ${API} */ */"""
TAME = ('it\'s {}, "so" & $HOME 茶 🙂.{}', "-{} `date` ;#%41.{}", "@model@ {} !!.{}")
# The official SDK names an upload as the file is named, which storage refuses for these.
WILD = ("\\{} \\n'\"\n.{}", "{}\nEXAMPLE\n\t\x1b[31m\x7f.{}", "${{IFS}}\u202e{}\u2028\r.{}")
# The browser's driver brings a Node of its own.
NODE = str(Path(playwright.__file__).with_name("driver") / "node")
# How each example is run, by its language: the file's name and the command.
RUNNERS = {
    "curl": ("example.sh", ["sh"]),
    "python": ("example.py", [sys.executable]),
    "dashscope": ("example.py", [sys.executable]),
    "javascript": ("example.js", [NODE]),
}


def order_in(folder: Path, form: ModelForm, *, full: bool, names: tuple[str, ...] = TAME) -> Order:
    """An order that passes every check: its files made in the folder, all that the form takes or the least."""
    cache = FactsCache()
    attached = tuple(
        Attached(
            field=name,
            upload=_file(folder, number, rule_of(form, name), names),
            voice=None if voice is None or form.voices is None else _file(folder, 10 + number, form.voices.rule, names),
        )
        for number, (name, _, voice) in enumerate((most if full else least)(form))
    )
    counts = {row.name: sum(one.field == row.name for one in attached) for row in form.lists()}
    cited = [row.citation.cite(number + 1) for row in form.lists() for number in range(counts[row.name])]
    duration = form.get("duration")
    values: dict[str, object] = {"resolution": "720P", "seed": 0, "duration": getattr(duration, "minimum", 2)}
    draft = Draft(model=form.id, values={**values, "prompt": " ".join([*cited, AWKWARD])}, attached=attached)
    checked = check(draft, form, {one.path: cache.facts(one.path) for one in draft.uploads()}, SANDBOX)
    assert checked.order is not None, checked.findings
    return checked.order


def _file(folder: Path, number: int, rule: MediaRule, names: tuple[str, ...]) -> Upload:
    """Make a file that the rule takes; every content is another."""
    ending = {Kind.PICTURE: "png", Kind.CLIP: "mp4", Kind.SOUND: "wav"}[rule.kind]
    path = folder / names[number % len(names)].format(number, ending)
    match rule.kind:
        case Kind.PICTURE:
            least_side = int(rule.sides.minimum) if rule.sides is not None else 240
            make_picture(path, width=least_side + number, height=least_side)
        case Kind.CLIP:
            make_clip(path, width=320 + 2 * number, height=240, seconds=2.5, fps=10)
        case Kind.SOUND:
            make_voice(path, seconds=2.0 + number / 10)
    return Upload(path=path, name=path.name)


@dataclass(frozen=True, kw_only=True)
class Ran:
    """How an example ended: where it ran, its exit code, and what it said."""

    folder: Path
    code: int
    said: str
    complaint: str

    def video(self) -> bytes:
        """Read the video that it says it has saved."""
        assert self.code == 0, self.said + self.complaint
        return (self.folder / self.said.splitlines()[-1].removeprefix("Saved ")).read_bytes()


def run_all(folder: Path, texts: Mapping[str, str], **keys: str) -> dict[str, Ran]:
    """Run the examples by their language, all at once, each in a copy of the folder of the files.

    Nothing is in their environment but a path, a language and the keys.
    """
    kept = {"PATH": os.environ["PATH"], "LANG": "C.UTF-8", **keys}
    pipe = subprocess.PIPE
    with ExitStack() as stack:
        running = {}
        for language, text in texts.items():
            name, command = RUNNERS[language]
            own = Path(shutil.copytree(folder, folder.with_name(f"{folder.name}-{language}")))
            (own / name).write_text(text, encoding="utf-8")
            program = stack.enter_context(
                subprocess.Popen([*command, name], cwd=own, env=kept, stdout=pipe, stderr=pipe, text=True)
            )
            stack.callback(program.kill)
            running[language] = own, program
        ran = {}
        for language, (own, program) in running.items():
            said, complaint = program.communicate(timeout=150)
            ran[language] = Ran(folder=own, code=program.returncode, said=said, complaint=complaint)
    return ran
