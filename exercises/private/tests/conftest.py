"""The fixtures of the public tests are there for the private ones too."""

from tests.conftest import browser, once, rng, settings

__all__ = ["browser", "once", "rng", "settings"]
