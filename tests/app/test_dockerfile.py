"""The Dockerfile's steps, checked as far as one can without an engine that runs them."""

import json
import re
import shlex
from fnmatch import fnmatch

from lib.settings import read_settings
from tests.programs import ROOT

LINES = re.sub(r"\\\n", " ", (ROOT / "Dockerfile").read_text()).splitlines()
STEPS = [(line.split()[0], line.split(maxsplit=1)[1]) for line in LINES if line and not line.startswith("#")]
IGNORED = [line for line in (ROOT / ".dockerignore").read_text().splitlines() if line and not line.startswith("#")]


def arguments(step: str) -> list[str]:
    return [argument for name, argument in STEPS if name == step]


def reaches_the_engine(path: str) -> bool:
    """Tell whether `.dockerignore` lets a path through; the last line that fits counts."""
    through = True
    for line in IGNORED:
        if fnmatch(path, line.removeprefix("!")):
            through = line.startswith("!")
    return through


def test_every_step_is_known_and_the_image_is_slim_and_pinned() -> None:
    known = {"FROM", "RUN", "WORKDIR", "COPY", "ENV", "VOLUME", "EXPOSE", "USER", "HEALTHCHECK", "CMD"}
    assert {name for name, _ in STEPS} == known
    front = re.search(r'^python_version: "(.+)"$', (ROOT / "README.md").read_text(), re.MULTILINE)
    assert front is not None
    assert arguments("FROM") == [f"python:{front[1]}-slim"]


def test_what_is_copied_is_there_and_gets_through() -> None:
    copied = [source for one in arguments("COPY") for source in shlex.split(one)[:-1]]
    assert [source for source in copied if not (ROOT / source).exists()] == []
    assert [source for source in copied if not reaches_the_engine(source)] == []
    made = re.search(r"^SPACE_FILES := (.+)$", (ROOT / "Makefile").read_text(), re.MULTILINE)
    assert made is not None
    assert set(copied) == set(made[1].split()), "a container has what a Space has"
    assert not any(reaches_the_engine(path) for path in (".git", ".venv", "tests", "build", ".env"))


def test_packages_come_before_the_code_and_from_the_one_file() -> None:
    names = [f"{name} {argument}" for name, argument in STEPS]
    (install,) = [index for index, one in enumerate(names) if "pip install" in one]
    assert names[install].endswith("-r requirements.txt")
    assert names.index("COPY requirements.txt .") < install < names.index("COPY lib lib")


def test_the_app_runs_as_nobody_special_and_as_documented() -> None:
    (user,) = arguments("USER")
    assert user not in {"root", "0"}
    assert any(re.search(rf"useradd .*\b{user}\b", one) for one in arguments("RUN"))
    assert [name for name, _ in STEPS].index("USER") < [name for name, _ in STEPS].index("CMD")
    assert json.loads(arguments("CMD")[0]) == ["python", "app.py"]


def test_its_settings_are_the_apps_and_the_check_asks_for_health() -> None:
    given = dict(word.split("=", 1) for one in arguments("ENV") for word in shlex.split(one))
    assert arguments("VOLUME") == [given["R2V_DATA_DIR"]]
    assert arguments("EXPOSE") == [given["GRADIO_SERVER_PORT"]]
    owned = [one for one in arguments("RUN") if f"install -d -o studio -g studio {given['R2V_DATA_DIR']}" in one]
    assert owned, "a volume takes its owner from the image"
    settings = read_settings({**given, "R2V_DATA_DIR": ""})
    assert (settings.server_name, settings.server_port) == ("0.0.0.0", 7860)  # noqa: S104 - in a container
    (check,) = arguments("HEALTHCHECK")
    program = json.loads(check.partition("CMD ")[2])
    assert program[:2] == ["python", "-c"]
    compile(program[2], "HEALTHCHECK", "exec")
    assert "/healthz" in program[2]
