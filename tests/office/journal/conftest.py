"""A head file of the test's own.

The chain of one test must not meet what another noted.
"""

import pytest


@pytest.fixture(autouse=True)
def own_folder(settings, tmp_path):
    settings.DATA_DIR = tmp_path
    return tmp_path
