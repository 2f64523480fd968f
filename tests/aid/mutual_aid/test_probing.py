"""A roster as a question: which of these numbers are on file elsewhere? What it answers, and how often.

What is on file within reach is answered in full: test_roster.py.
"""

from datetime import date

import pytest

from tests.aid.mutual_aid.test_pages import address, logged_in, send, text_of
from tests.aid.mutual_aid.test_roster import STRANGERS, book, upload, verdicts
from tests.cast import TODAY, Cast, id_number, person
from unionhall.accounts.queries import scope_of
from unionhall.aid.mutual_aid.command import import_roster
from unionhall.office.imports import actions, probing, stage
from unionhall.office.imports.models import Import, ImportState
from unionhall.office.journal.models import Entry


def guesses(numbers: list[str], name: str = "某") -> bytes:
    return book(*((n, name, number, None, "普通", 40, None) for n, number in enumerate(numbers, 1)))


@pytest.fixture
def brewers(house: Cast) -> list[str]:
    """Numbers of as many people of Pingyao as one more than a file may tell of."""
    numbers = [id_number(140728, date(1970, 1, 1 + n % 28), 101 + 2 * n) for n in range(probing.A_FILE + 1)]
    for n, number in enumerate(numbers):
        person(f"郭{n}", number, unit=house.brewers)
    return numbers


def test_beyond_reach_insured_or_not_is_one_verdict(house: Cast) -> None:
    rows = [(1, "郭永福", house.guo.id_number, None, "普通", 40, None)]
    free = actions.read(upload(house, guesses([house.guo.id_number])))
    actions.commit(actions.read(upload(house, book(*rows), unit=house.brewers, by=house.sun)), by=house.sun, on=TODAY)
    insured = actions.read(upload(house, guesses([house.guo.id_number], name="他")))
    assert verdicts(free) == verdicts(insured) == ["known-elsewhere"]
    texts = [stage.load(imported.verdicts_name)["text"][0] for imported in (free, insured)]
    assert texts[0] == texts[1]
    # Within reach, and for whoever knows number and name, the verdict stays what it was.
    assert verdicts(actions.read(upload(house, guesses([house.guo.id_number]), by=house.li))) == ["name-differs"]
    assert verdicts(actions.read(upload(house, guesses([house.zhang.id_number])))) == ["name-differs"]
    assert verdicts(actions.read(upload(house, book(*rows)))) == ["enrolled-elsewhere"]


def test_each_preview_journals_how_many_it_told_of(house: Cast) -> None:
    client = logged_in(house.wang)
    send(client, house, guesses([house.guo.id_number, STRANGERS[0]]))
    entry = Entry.objects.get(verb="mutual_aid.roster.previewed")
    assert (entry.actor, entry.facts["known_elsewhere"], entry.facts["rows"]) == ("wang", 1, 2)


def test_a_file_that_asks_for_too_many_is_refused_whole(house: Cast, brewers: list[str]) -> None:
    client = logged_in(house.wang)
    send(client, house, guesses([*brewers, STRANGERS[0]]))
    imported = Import.objects.get()
    assert imported.state == ImportState.REFUSED
    assert (imported.counts, imported.verdicts_name, imported.stage_name) == ({}, "", "")
    page = text_of(client.get(address("import", imported)))
    assert imported.sentence in page
    assert "没有逐行列出" in page
    assert brewers[0][-4:] not in page
    assert client.get(address("marked", imported)).status_code == 422
    assert Entry.objects.filter(verb="mutual_aid.roster.previewed").get().facts["known_elsewhere"] == len(brewers)
    told = import_roster(
        content=guesses(brewers, "他"), file_name="a.xlsx", scheme="mutual-aid", period=18,
        unit_code=house.weavers.credit_code, username="wang", on=TODAY, commit=True,
    )  # fmt: skip
    assert (told["verdicts"], told["rows"]) == ([], 0)
    assert "姓名对不上" in told["refused"]


def test_files_are_counted_together_and_refused_ones_too(house: Cast, brewers: list[str]) -> None:
    for _ in range(2):
        refused = actions.read(upload(house, guesses(brewers)))
        assert refused.state == ImportState.REFUSED
    small = actions.read(upload(house, guesses(brewers[:1])))
    assert small.state == ImportState.REFUSED
    innocent = actions.read(upload(house, guesses([STRANGERS[0]])))
    assert innocent.state == ImportState.PREVIEW


def test_asking_again_after_the_columns_does_not_count_twice(house: Cast, brewers: list[str]) -> None:
    imported = actions.read(upload(house, guesses(brewers[: probing.A_FILE])))
    for _ in range(4):
        imported = actions.confirm_columns(imported, mapping={}, by=house.wang, on=TODAY)
    assert imported.state == ImportState.PREVIEW
    assert set(verdicts(imported)) == {"known-elsewhere"}


def test_who_reaches_them_all_is_not_bounded(house: Cast, brewers: list[str]) -> None:
    scope = scope_of(house.li, TODAY)
    imported = actions.read(upload(house, guesses(brewers), by=house.li), by=house.li, on=TODAY, scope=scope)
    assert imported.counts["by_code"] == {"name-differs": len(brewers)}
