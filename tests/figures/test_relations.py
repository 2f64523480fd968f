"""Relations are told with their arithmetic, and broken ones are found wherever they break."""

from dataclasses import replace

import pytest

from tests.figures.ledger import THIS_PERIOD, Books, helped, ledger, orders, paid
from unionhall.figures import SCHEME_PERIOD, Figure, count, of_which, product, sums
from unionhall.figures.units import CASES

FIRST = {"path": "0001", "basis": "named", "day": 20250301, "month": 202503, "until": None, "scheme": "mutual-aid"}
FIRST |= {"period": 17, "state": "arrived", "kind": "plain"}


def payment(number, *, county, own, person, fen=1000, **other):
    given = {"record_id": number, "county": county, "own": own, "person_id": person, "amount_fen": fen}
    return {**FIRST, **given, **other}


def findings(rows, *relations, figures=(paid, orders, helped)):
    return Books(rows).tally(figures, [THIS_PERIOD], relations=relations).findings


def told(found):
    return {(finding.figures, finding.sentence): (finding.holds, finding.arithmetic) for finding in found}


SOUND = [payment(1, county=0, own=True, person=1), payment(2, county=140702, own=False, person=1)]


def test_what_holds_by_itself():
    assert told(findings(SOUND)) == {
        (("paid",), "市本级 ≤ 全市"): (True, "10.00 ≤ 20.00"),
        (("paid",), "市本级 + 各县 = 全市"): (True, "10.00 + 10.00 = 20.00"),
        (("paid",), "各月合计 = 全部"): (True, "20.00 = 20.00"),
        (("orders",), "市本级 ≤ 全市"): (True, "1 ≤ 2"),
        (("orders",), "市本级 + 各县 = 全市"): (True, "1 + 1 = 2"),
        (("orders",), "各月合计 = 全部"): (True, "2 = 2"),
        (("helped",), "市本级 ≤ 全市"): (True, "1 ≤ 1"),
    }


@pytest.mark.parametrize(
    ("fault", "sentence", "arithmetic"),
    [
        ({"county": 0, "own": False}, "市本级 + 各县 = 全市", "10.00 + 10.00 ≠ 30.00"),
        ({"county": 140702, "own": True}, "市本级 + 各县 = 全市", "20.00 + 20.00 ≠ 30.00"),
        ({"county": 0, "own": True, "fen": -5000}, "市本级 ≤ 全市", "-40.00 > -30.00"),
        ({"county": 140702, "own": False, "month": None}, "各月合计 = 全部", "20.00 ≠ 30.00"),
    ],
)
def test_rows_that_belong_to_nobody_or_twice_are_found(fault, sentence, arithmetic):
    broken = [finding for finding in findings([*SOUND, payment(3, person=2, **fault)]) if not finding.holds]
    assert (("paid",), sentence) in told(broken) or fault.get("fen")
    if fault.get("fen"):
        assert told(findings([*SOUND, payment(3, person=2, **fault)]))[("paid",), "市本级 ≤ 全市"][0] is True
        return
    assert told(broken)[("paid",), sentence] == (False, arithmetic)


def test_declared_relations():
    found = told(findings(SOUND, of_which(helped, orders), sums(orders, orders), product(paid, orders, 1000)))
    assert found[("helped", "orders"), "惠及职工 ≤ 支付单"] == (True, "1 ≤ 2")
    assert found[("orders",), "支付单 = 支付单"] == (True, "2 = 2")
    assert found[("orders", "paid"), "支付单 × 10.00 = 补助金"] == (True, "2 × 10.00 = 20.00")


def test_a_relation_that_fails_in_one_county_fails_there():
    rows = [
        *SOUND,
        payment(3, county=140703, own=False, person=3, fen=900),
        payment(4, county=0, own=True, person=4, fen=1100),
    ]
    [finding] = [finding for finding in findings(rows, product(paid, orders, 1000)) if len(finding.figures) == 2]
    assert not finding.holds
    assert finding.scope == "own"
    assert finding.arithmetic == "2 × 10.00 ≠ 21.00"


def test_broken_ones_forbid_publishing():
    tally = Books(SOUND).tally([paid, helped], [THIS_PERIOD], relations=[of_which(paid, helped)])
    assert [finding.sentence for finding in tally.broken] == ["补助金 ≤ 惠及职工"]
    assert tally.broken == tuple(f for f in tally.findings_of(helped, THIS_PERIOD) if not f.holds)
    assert tally.findings_of(orders, THIS_PERIOD) == ()


def test_a_relation_waits_until_all_its_figures_are_counted():
    assert all(len(finding.figures) == 1 for finding in findings(SOUND, of_which(helped, orders), figures=[helped]))


def test_labels_are_translated_when_shown():
    class Label:
        word = "支付单"

        def __str__(self):
            return self.word

    label = Label()
    figure = Figure("o", label, unit=CASES, time=SCHEME_PERIOD, fact=orders.fact, measure=count(), definition="")
    [finding] = [f for f in findings(SOUND, of_which(orders, figure), figures=[orders, figure]) if len(f.figures) == 2]
    assert finding.sentence == "支付单 ≤ 支付单"
    Label.word = "orders"
    assert finding.sentence == "支付单 ≤ orders"


def test_ledgers_are_sound():
    rows = [replace_signs(row) for row in ledger(300)]
    assert not [finding for finding in findings(rows, of_which(helped, orders)) if not finding.holds]


def replace_signs(row):
    return {**row, "amount_fen": abs(row["amount_fen"]), "person_id": row["person_id"] or 1}


def test_findings_are_plain():
    [finding, *_] = findings(SOUND)
    assert replace(finding) == finding
