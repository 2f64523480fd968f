"""What is decided before anything is written: the tree, persons, shares, files. No database.

Targets come from the published table, never from here.
"""

import ast
from collections import Counter
from fractions import Fraction

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.house.source import HOUSE, modules, shown
from unionhall.kernel.identifiers import credit_code_fault, id_number_fault, sex_of
from unionhall.office.imports.reading import read
from unionhall.reference_year import published
from unionhall.reference_year.calendar import batches, window
from unionhall.reference_year.draws import parts
from unionhall.reference_year.people import persons
from unionhall.reference_year.plan import PERIODS, SAMPLED, TIERS_FEN, plan
from unionhall.reference_year.rosters import frame, roster
from unionhall.reference_year.shares import enrolments, shares
from unionhall.reference_year.statements import payments, statements
from unionhall.reference_year.tree import MERGED_KEY, MERGED_VILLAGE_KEY, TRIAL_KEY, tree

SIZES = ("tiny", "sample", "full")


def test_the_table_holds_every_published_figure():
    table = published.published()
    assert len(table) == 156
    assert {row.kind for row in table.values()} == {"count", "people", "visits", "money", "rate", "change"}
    assert {row.bound for row in table.values()} == {"exact", "over", "under"}


def test_code_knows_no_published_value():
    values = {row.value for row in published.published().values() if row.value >= 1000 and row.value % 1000}
    told = [
        f"{shown(path)}:{node.lineno} {node.value}"
        for path in modules()
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.Constant) and type(node.value) is int and node.value in values
    ]
    assert told == []
    assert (HOUSE / "reference_year" / "published.csv").exists()


@pytest.mark.parametrize("size", SIZES)
def test_the_tree_has_the_plans_unions_and_nothing_twice(size):
    drawn = plan(size)
    units = tree(drawn)
    kinds = Counter(unit.kind for unit in units if unit.key not in {MERGED_KEY, MERGED_VILLAGE_KEY})
    assert kinds == {
        "city": 1,
        "county": len(drawn.county_codes),
        "township": drawn.townships,
        "village": drawn.villages,
        "federation": drawn.federations,
        "grassroots": drawn.employers,
    }
    for keys in (
        [unit.key for unit in units],
        [unit.name for unit in units],
        [unit.credit_code for unit in units],
        [unit.employer_code for unit in units if unit.employer_code],
    ):
        assert len(keys) == len(set(keys))
    assert not [u.name for u in units if credit_code_fault(u.credit_code)]
    assert not [u.name for u in units if u.employer_code and credit_code_fault(u.employer_code)]


@pytest.mark.parametrize("size", SIZES)
def test_the_trial_unit_stands_in_yuci_with_nobody_enrolled(size):
    trial = next(unit for unit in tree(plan(size)) if unit.key == TRIAL_KEY)
    share = next(share for share in shares(plan(size)) if share.key == TRIAL_KEY)
    assert (trial.credit_code, trial.county) == ("81140700MC0000001A", 140702)
    assert (share.enrolled, share.enrolled_before) == (0, 0)
    assert share.staff > 0


def test_the_full_year_closes_to_the_published_values():
    drawn = plan("full")
    now, before = enrolments(drawn, before=False), enrolments(drawn, before=True)
    assert now.height == now["person"].n_unique() == published.count("mutual_aid.participants")
    high, low = TIERS_FEN
    first = now["is_first_tier"].sum()
    assert first * high + (now.height - first) * low == published.count("mutual_aid.p18.collected") * 100
    staff, staff_before = (sum(getattr(s, name) for s in shares(drawn)) for name in ("staff", "staff_before"))
    gain = Fraction(now.height, staff) - Fraction(before.height, staff_before)
    assert round(float(gain) * 100, 1) == float(published.published()["mutual_aid.participation_rate_gain"].value)


def test_the_sample_is_one_in_a_hundred_whole_unions_of_the_full_year():
    sample, full = plan("sample"), plan("full")
    assert shares(full)[: len(shares(sample))] == shares(sample)
    people = enrolments(sample, before=False)
    assert people.height == round(published.count("mutual_aid.participants") / SAMPLED)
    counties = {unit.key: unit.county for unit in tree(sample)}
    assert {counties[key] for key in people["unit"].unique()} == {0, *sample.county_codes}


def test_persons_are_well_formed_and_belong_to_nobody():
    people = persons(pl.Series(range(1, 20_001)))
    assert people["id_number"].n_unique() == people.height
    for row in people.sample(500, seed=1).iter_rows(named=True):
        assert id_number_fault(row["id_number"]) is None
        assert (sex_of(row["id_number"]) == "male") == (row["sex"] == "男")
        # Region codes of 1999 were given to nobody born before.
        assert row["id_number"][:4] == "1407"
        assert row["born_on"].year < 1999
    names = people["name"].to_list()
    assert any("·" in name for name in names)
    assert any(ord(character) > 0xFFFF for name in names for character in name)
    assert people.equals(persons(pl.Series(range(1, 20_001))))


@given(
    st.integers(0, 5000),
    st.lists(st.floats(0.01, 100), min_size=1, max_size=30),
    st.integers(0, 3),
)
def test_parts_sum_to_the_whole_within_their_bounds(total, weights, floor):
    floors, caps = [floor] * len(weights), [400] * len(weights)
    if not sum(floors) <= total <= sum(caps):
        with pytest.raises(ValueError, match="cannot be split"):
            parts(total, weights, floors=floors, caps=caps)
        return
    split = parts(total, weights, floors=floors, caps=caps)
    assert sum(split) == total
    assert all(floor <= part <= 400 for part in split)


@pytest.mark.parametrize("period", PERIODS)
def test_files_are_the_same_bytes_and_read_as_meant(period):
    drawn = plan("tiny")
    people = frame(drawn, period)
    meant = 0
    for batch in batches(drawn, period):
        assert window(period).enrol_from <= batch.on <= window(period).enrol_until
        file = roster(drawn, batch, people, "某总工会")
        assert file == roster(drawn, batch, people, "某总工会")
        [sheet] = read(file.content, file.name).read_sheets
        assert sheet.rows.height >= file.rows
        assert sheet.skipped["total"] == 1
        meant += file.rows
    assert meant == people.height


@pytest.mark.parametrize("size", SIZES)
def test_all_that_is_owed_arrives_in_the_last_period_and_not_before(size):
    drawn = plan(size)
    for period in PERIODS:
        owed = frame(drawn, period)["yuan"].sum() * 100
        lines = payments(drawn, period)
        arrived = sum(line.amount_fen - line.surplus_fen for line in lines if line.unit)
        assert (arrived == owed) == (period == PERIODS[-1])
        assert any(line.surplus_fen for line in lines)
        assert any(line.is_unnamed for line in lines)
        assert any(line.unit is None and line.is_sent_back for line in lines)
        assert sum(len(own) for _, _, own in statements(drawn, period)) == len(lines)
        assert all(line.on <= window(period).enrol_until for line in lines)
