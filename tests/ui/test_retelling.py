"""Sentences kept in Chinese, told in the reader's language: facts stay, words of the catalogue among them follow."""

import pytest
from django.utils import translation

from unionhall.aid.mutual_aid.checks import ENROLLED_BY, SAME_PERSON
from unionhall.aid.mutual_aid.roster import TITLE
from unionhall.office.imports.reading.refusals import NotATable
from unionhall.ui.retelling import retold


@pytest.mark.parametrize(
    ("kept", "told"),
    [
        (SAME_PERSON.format(4, 4), "Same person as row 4; only row 4 is imported"),
        (ENROLLED_BY.format("澄园纺织厂工会"), "Already enrolled by '澄园纺织厂工会'; not enrolled again"),
        (str(NotATable(kind="压缩包")), str(NotATable.sentence)),
        (TITLE.format(unit="榆次区总工会", number=18), "榆次区总工会 · roster, period 18"),
        ("逐行核对", "Check rows"),
        ("张秀兰", "张秀兰"),
        ("", ""),
    ],
)
def test_english(kept, told):
    with translation.override("en"):
        if told == NotATable.sentence:
            told = translation.gettext(told).format(kind="an archive")
        assert retold(kept) == told


def test_chinese_stays_as_it_was_kept():
    with translation.override("zh-hans"):
        assert retold(SAME_PERSON.format(4, 4)) == SAME_PERSON.format(4, 4)
