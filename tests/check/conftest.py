"""The files of the table, made once a session."""

import pytest

from tests.check.shelf import Shelf


@pytest.fixture(scope="session")
def shelf(tmp_path_factory: pytest.TempPathFactory) -> Shelf:
    return Shelf(folder=tmp_path_factory.mktemp("shelf"))
