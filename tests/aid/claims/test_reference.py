"""The shipped editions: every line of their cases.csv, from the file alone and from the rows it becomes."""

import pytest

from tests.aid.claims.setting import DEMONSTRATION, load
from unionhall.aid.claims import exporting, reference
from unionhall.aid.claims.models import Edition, EditionCase, EditionStatus, Number
from unionhall.aid.claims.soundness import problems
from unionhall.aid.claims.terms import run_cases, terms_of
from unionhall.kernel.money import fen
from unionhall.office.journal.models import Entry

CASES = [(sheet.code, row) for sheet in reference.sheets() for row in sheet.cases]


@pytest.fixture
def loaded(cast):
    load(cast)
    return {edition.code: edition for edition in Edition.objects.all()}


@pytest.mark.parametrize(("code", "row"), CASES, ids=[row["case"] + "@" + code for code, row in CASES])
def test_case(loaded, code, row):
    [run] = [run for run in run_cases(loaded[code]) if run.case.code == row["case"]]
    assert run.decision.amount_fen == fen(row["amount"]), run.told
    assert run.is_passed, run.decision.reasons


def test_there_are_the_editions_the_field_knows(loaded):
    assert set(loaded) == {
        "zhangjiajie-1",
        "longyang-8",
        "beijing-allowance",
        "nanping-women",
        "fuzhou-flat",
        DEMONSTRATION,
    }
    assert all(problems(terms_of(edition)) == [] for edition in loaded.values())


def test_what_has_no_source_says_so(loaded):
    assert loaded[DEMONSTRATION].is_demonstration
    assert loaded[DEMONSTRATION].state == "unverified"
    assert {edition.rounding_state for edition in loaded.values()} == {"unverified"}
    assert loaded["zhangjiajie-1"].state == "verified"
    assert Number.objects.get(edition=loaded["beijing-allowance"], name="cap_period_fen").state == "unverified"


def test_only_the_demonstration_is_in_force(loaded, cast):
    in_force = Edition.objects.filter(status=EditionStatus.IN_FORCE)
    assert [edition.code for edition in in_force] == [DEMONSTRATION]
    assert sorted(in_force[0].for_periods.values_list("period__number", flat=True)) == [17, 18]
    assert in_force[0].put_in_force_by != in_force[0].drafted_by


def test_loading_again_changes_nothing(loaded, cast):
    before = (EditionCase.objects.count(), Entry.objects.count())
    assert reference.load(scheme=cast.scheme, organisation=cast.city, by=cast.li, on=cast.p17.cover_from) == []
    assert (EditionCase.objects.count(), Entry.objects.count()) == before


def test_the_table_goes_out_as_it_came_in(loaded):
    for sheet in reference.sheets():
        out = exporting.cases_table(loaded[sheet.code]).splitlines()
        assert out[0].split(",") == list(exporting.CASE_COLUMNS)
        assert len(out) == len(sheet.cases) + 1
