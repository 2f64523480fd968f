"""The catalogue takes each id once and finds definitions by id, name and relation."""

import pytest

from tests.figures.ledger import each, each_change, helped, orders, paid, payments
from unionhall.figures import Catalogue, DuplicateId, Fact, Figure, UnknownFigure, count, of_which
from unionhall.figures.facts import PLACED
from unionhall.figures.times import CALENDAR_YEAR, SCHEME_PERIOD
from unionhall.figures.units import CASES


def figure(id_, fact=payments, **other):
    given = {"unit": CASES, "time": SCHEME_PERIOD, "measure": count(), "definition": ""}
    return Figure(id_, "另一个", fact=fact, **{**given, **other})


def test_parts_come_along_and_the_same_twice_is_once():
    catalogue = Catalogue()
    catalogue.register(each_change, paid, each, of_which(helped, orders))
    assert [item.id for item in catalogue] == ["paid", "helped", "each", "each_change"]
    assert catalogue.figures == (paid, helped)
    assert catalogue.facts == (payments,)
    assert catalogue["each"] is each
    assert "paid" in catalogue
    assert len(catalogue) == 4


def test_an_id_belongs_to_one_definition():
    catalogue = Catalogue()
    catalogue.register(paid)
    with pytest.raises(DuplicateId, match="paid"):
        catalogue.register(figure("paid"))
    with pytest.raises(DuplicateId, match="paid_out"):
        catalogue.register(Fact("paid_out", "别的", PLACED))
    with pytest.raises(UnknownFigure, match="nowhere"):
        catalogue["nowhere"]


def test_relations_and_names():
    catalogue, relation = Catalogue(), of_which(helped, orders)
    catalogue.register(helped, orders, figure("other", synonyms=("惠及职工", "受助职工")), relation)
    assert catalogue.relations == (relation,)
    assert [item.id for item in catalogue.named("惠及职工")] == ["helped", "other"]
    assert catalogue.named("惠及") == ()


@pytest.mark.parametrize("time", [CALENDAR_YEAR, SCHEME_PERIOD])
def test_a_figure_asks_only_for_columns_its_fact_has(time):
    bare = Fact("bare", "", PLACED)
    with pytest.raises(ValueError, match="fact bare lacks"):
        figure("f", fact=bare, time=time)
    with pytest.raises(ValueError, match="fact bare lacks basis, needed by every fact"):
        Fact("bare", "", {key: kind for key, kind in PLACED.items() if key != "basis"})
