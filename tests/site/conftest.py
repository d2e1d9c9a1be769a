"""Tests of the built book. All have the mark `site`, and fail with one line where there is none."""

import pytest

from tools.browser import BOOK


def pytest_itemcollected(item):
    item.add_marker("site")


@pytest.fixture(scope="session", autouse=True)
def built():
    if not (BOOK / "index.html").exists():
        pytest.fail("this test opens the built book: run `make book` first", pytrace=False)
