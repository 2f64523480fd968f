"""Numbers of persons, employers, phones and cards: faults, what they say, masks.

Whole columns are checked in office/imports/reading/test_identity.
"""

from datetime import date

import pytest

from unionhall.kernel import identifiers as ids


@pytest.mark.parametrize("number", ["11010519491231002X", "140702198001010015", "140781199512310028"])
def test_good_id_numbers(number: str) -> None:
    assert ids.id_number_fault(number) is None


@pytest.mark.parametrize(
    ("number", "fault"),
    [
        ("140702198001010016", "checksum-wrong"),
        ("110105194902300021", "no-such-date"),
        ("140702188001010015", "no-such-date"),
        ("110105491231002", "fifteen-digits"),
        ("11010519491231002x", "not-an-id-number"),
        ("1407021980010100", "not-an-id-number"),
        ("", "not-an-id-number"),
        ("１40702198001010015", "not-an-id-number"),
    ],
)
def test_faults_of_id_numbers(number: str, fault: str) -> None:
    assert ids.id_number_fault(number) == fault


def test_births_after_the_day_asked_for() -> None:
    assert ids.id_number_fault("140702198001010015", on=date(1979, 12, 31)) == "no-such-date"


def test_every_single_wrong_digit_is_found() -> None:
    number = "140702198001010015"
    for place in range(18):
        for digit in "0123456789":
            if digit != number[place]:
                assert ids.id_number_fault(number[:place] + digit + number[place + 1 :]) is not None


def test_credit_codes() -> None:
    assert ids.credit_code_fault("91350100M000100Y43") is None
    assert ids.credit_code_fault("81140700MC0000001A") is None
    assert ids.credit_code_fault("81140700MC0000001B") == "checksum-wrong"
    assert ids.credit_code_fault("81140700MC000000I") == "not-a-credit-code"
    assert ids.credit_code_fault("8114070OMC0000001A") == "not-a-credit-code"


def test_what_an_id_number_says() -> None:
    number = "140702198001010015"
    assert ids.region_name("140702") == "榆次区"
    assert ids.region_name("990199") is None
    assert ids.birth_date_of(number) == date(1980, 1, 1)
    assert ids.birth_date_of("110105194902300021") is None
    assert ids.sex_of(number) == "male"
    assert ids.sex_of("140781199512310028") == "female"


@pytest.mark.parametrize(
    ("mask", "text", "shown"),
    [
        (ids.mask_id, "140702198001010015", "140702********0015"),
        (ids.mask_id, "E1234567", "******67"),
        (ids.mask_id, "123", "***"),
        (ids.mask_name, "张三", "张*"),
        (ids.mask_name, "欧阳小明", "欧***"),
        (ids.mask_name, "", ""),
        (ids.mask_phone, "13812340000", "138****0000"),
        (ids.mask_phone, "1234567", "***4567"),
        (ids.mask_card, "6222021234567890123", "***************0123"),
        (ids.mask_card, "123", "***"),
    ],
)
def test_masks(mask, text: str, shown: str) -> None:
    assert mask(text) == shown


def test_long_numbers_are_masked_wherever_they_stand() -> None:
    number = "140702198001010015"
    shown = "140702********0015"
    assert ids.mask_long_numbers(f"张三{number}.xlsx") == f"张三{shown}.xlsx"
    assert ids.mask_long_numbers("１４０７０２１９８００１０１００１５").endswith("*００１５")
    assert "1980" not in ids.mask_long_numbers("140702 19800101 0015")
    assert "000101" not in ids.mask_long_numbers("14070220000101X")
    assert ids.mask_long_numbers("名单20251231103059.xlsx") == "名单20251231103059.xlsx"
    assert ids.mask_long_numbers("91350100M000100Y43") == "91350100M000100Y43"
