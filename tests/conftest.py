"""Fixtures every test may ask for.

No logic; the cast stands in cast.py.
"""

from tests.cast import cast

__all__ = ["cast"]
