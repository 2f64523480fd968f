"""Initials as clerks type them.

Readings beyond the table of surnames are the dictionary's.
"""

import pytest

from unionhall.kernel.pinyin import initials, person_initials


@pytest.mark.parametrize(
    ("text", "letters"),
    [("晋中市总工会", "jzszgh"), ("A区 第2 工会", "aqd2gh"), ("", ""), ("（）·—", "")],
)
def test_initials(text: str, letters: str) -> None:
    assert initials(text) == letters


@pytest.mark.parametrize(
    ("name", "letters"), [("单晓明", "sxm"), ("曾国强", "zgq"), ("买买提·艾力", "mmtal"), ("", "")]
)
def test_a_persons_first_character_is_read_as_a_surname(name: str, letters: str) -> None:
    assert person_initials(name) == letters
