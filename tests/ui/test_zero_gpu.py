"""ZeroGPU's function is there where ZeroGPU is, and nowhere else."""

import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from lib.settings import read_settings
from lib.ui.zero_gpu import GPU_SECONDS, gpu_function, nothing

# The package is the builder's own; what it does with the function is seen in `tests/journeys/test_space_installed.py`.
SPACES = """
marked = []

def GPU(duration):
    def mark(function):
        marked.append((duration, function.__name__))
        return function
    return mark
"""


@pytest.fixture
def spaces(tmp_path: Path) -> Iterator[None]:
    (tmp_path / "spaces.py").write_text(SPACES)
    sys.path.insert(0, str(tmp_path))
    yield
    sys.path.remove(str(tmp_path))
    sys.modules.pop("spaces", None)


@pytest.mark.usefixtures("spaces")
def test_the_function_is_marked_only_there(tmp_path: Path) -> None:
    there = read_settings({"R2V_DATA_DIR": str(tmp_path), "SPACES_ZERO_GPU": "true"})
    assert gpu_function(there) is nothing
    assert sys.modules["spaces"].marked == [(GPU_SECONDS, "nothing")]
    assert gpu_function(replace(there, zero_gpu=False)) is None


def test_without_the_package_there_is_nothing(tmp_path: Path) -> None:
    assert gpu_function(read_settings({"R2V_DATA_DIR": str(tmp_path), "SPACES_ZERO_GPU": "true"})) is None
