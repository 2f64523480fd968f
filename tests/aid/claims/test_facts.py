"""Figures over claims are counted in one statement a fact, on both databases, and open to their claims."""

from datetime import date

import pytest

from tests.aid.claims.setting import claim, enrol, load
from unionhall.aid.claims import facts
from unionhall.figures.figures import Figure
from unionhall.figures.measures import count, total
from unionhall.figures.times import SCHEME_PERIOD, Period
from unionhall.figures.units import YUAN
from unionhall.kernel.money import fen
from unionhall.office import counting


@pytest.fixture
def claims(cast):
    load(cast)
    zhang, guo = enrol(cast, cast.zhang, cast.p17), enrol(cast, cast.guo, cast.p17)
    claim(cast, zhang, "8000")
    claim(cast, guo, "1000")
    claim(cast, guo, "500", admitted=date(2023, 5, 1))


def figure(name: str, fact, measure, where=None) -> Figure:
    rest = {"unit": YUAN, "time": SCHEME_PERIOD, "definition": "d", "owner": "某"}
    return Figure(f"t.{name}", name, fact=fact, measure=measure, where=where, **rest)


def test_received_granted_and_refused_by_reason(cast, claims):
    asked = [
        figure("received", facts.received, total("amount_fen")),
        figure("granted", facts.valued, total("amount_fen"), lambda f: f.outcome == "granted"),
        figure("refused", facts.valued, count(), lambda f: f.reason == "before-cover"),
        figure("days", facts.valued, total("days")),
    ]
    at = Period("mutual-aid", 17, on=cast.p17.cover_until)
    tally = counting.evaluate(asked, [at])
    got = [tally.value(one, at) for one in asked]
    assert [value.all for value in got] == [fen(9500), fen(3750 + 450), 1, 3]
    assert [value.counties[140728] for value in got[:2]] == [fen(1500), fen(450)]
