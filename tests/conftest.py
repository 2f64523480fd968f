"""Fixtures every test may ask for.

No logic but one need: the journal refuses to be emptied, and a test with real transactions empties its database.
"""

import os
from collections.abc import Iterator

import pytest
from django.db import connection
from django.test import TransactionTestCase
from django.utils import translation
from hypothesis import settings

from tests.cast import cast
from unionhall.office.journal import triggers

__all__ = ["cast"]

# A run must say the same twice; whoever looks for new examples runs with HYPOTHESIS_PROFILE=default.
settings.register_profile("same", derandomize=True)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "same"))


@pytest.fixture(scope="session", autouse=True)
def _the_journal_is_emptied_with_the_rest() -> Iterator[None]:
    emptied = TransactionTestCase._fixture_teardown

    def empty(self: TransactionTestCase) -> None:
        with triggers.suspended(connection):
            emptied(self)

    TransactionTestCase._fixture_teardown = empty
    yield
    TransactionTestCase._fixture_teardown = emptied


@pytest.fixture(autouse=True)
def _chinese():
    """A page read in English leaves its language to the thread; every test begins in Chinese."""
    translation.activate("zh-hans")
