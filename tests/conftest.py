"""Fixtures of all tests."""

import numpy as np
import pytest
from hypothesis import settings

from tools.browser import chromium

# The same examples in every run, and no alarm when the machine is busy.
settings.register_profile("calm", deadline=None, derandomize=True)
settings.load_profile("calm")


@pytest.fixture
def rng():
    """Random numbers that are the same in every run and in any order of tests."""
    return np.random.default_rng(31)


@pytest.fixture(scope="session")
def browser():
    """The one browser of a test process: Playwright cannot be started twice in one."""
    with chromium() as browser:
        yield browser
