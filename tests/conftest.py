"""Fixtures of all tests."""

import numpy as np
import pytest


@pytest.fixture
def rng():
    """Random numbers that are the same in every run and in any order of tests."""
    return np.random.default_rng(31)
