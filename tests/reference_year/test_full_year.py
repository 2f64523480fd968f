"""The full reference year, all 265,463 participants and 1,637 claims: to the unit what was published.

In a file of its own, so that `make prove` builds it beside everything else.
"""

import pytest

from tests.year import PUBLISHED
from unionhall.office.installation.models import Installation
from unionhall.reference_year import published
from unionhall.reference_year.building import build
from unionhall.reference_year.plan import plan
from unionhall.reporting.queries import citations_of_year


@pytest.mark.prove
def test_the_full_year_equals_what_was_published(db):
    build(size="full")
    cited = citations_of_year(2025)
    assert {name: cited[name]["value"] for name in PUBLISHED} == {
        name: float(published.published()[name].value) for name in PUBLISHED
    }
    assert Installation.current().size == "full"
    assert plan("full").thinning == 1
