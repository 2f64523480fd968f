"""The cast stands as its docstring says.

Not a test of the models.
"""

import pytest

from tests.cast import Cast
from unionhall.accounts.queries import scope_of
from unionhall.kernel.identifiers import credit_code_fault, id_number_fault
from unionhall.kernel.scope import Duty
from unionhall.members.models import Person
from unionhall.organisations.models import Employer, Unit


@pytest.mark.django_db
def test_everybody_stands_where_the_docstring_says(cast: Cast) -> None:
    from tests.cast import TODAY

    wang, li = scope_of(cast.wang, TODAY), scope_of(cast.li, TODAY)
    assert wang.covers(cast.weavers.path, Duty.ENTER)
    assert not wang.covers(cast.brewers.path)
    assert li.is_everywhere(Duty.REVIEW)
    assert set(Unit.objects.visible_to(scope_of(cast.sun, TODAY))) == {cast.pingyao, cast.brewers}


@pytest.mark.django_db
def test_numbers_and_codes_are_well_formed(cast: Cast) -> None:
    assert [id_number_fault(p.id_number) for p in Person.objects.all()] == [None, None]
    codes = [*Unit.objects.exclude(credit_code=None).values_list("credit_code", flat=True)]
    codes += Employer.objects.values_list("credit_code", flat=True)
    assert {credit_code_fault(code) for code in codes} == {None}
    assert cast.weavers.credit_code == "81140700MC0000001A"
