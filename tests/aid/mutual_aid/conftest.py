"""The cast in an installation whose business day is the tests' own."""

import pytest

from tests.cast import TODAY, Cast
from unionhall.office.installation.models import Installation


@pytest.fixture
def house(cast: Cast) -> Cast:
    Installation.objects.create(name="晋中市总工会", business_day=TODAY)
    return cast
