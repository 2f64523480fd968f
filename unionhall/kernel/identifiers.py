"""Numbers that name a person, an employer, a phone or a card: what is wrong with one, what it says, how it is masked.

Not for whole columns: a roster is checked by `office/imports/reading/identity.py`, with the same answers.
"""

import re
from datetime import date
from functools import cache

from stdnum import numdb
from stdnum.cn import ric, uscc

EARLIEST_BIRTH = date(1900, 1, 1)
_ID_NUMBER = re.compile(r"[1-9]\d{16}[\dX]", re.ASCII)
_OLD_ID_NUMBER = re.compile(r"[1-9]\d{14}", re.ASCII)
_CREDIT_CODE = re.compile(r"[0-9A-HJ-NPQRTUWXY]{2}\d{6}[0-9A-HJ-NPQRTUWXY]{10}", re.ASCII)


def id_number_fault(text: str, on: date | None = None) -> str | None:
    """What is wrong with a citizen's ID number (GB 11643), as a code; None when nothing is.

    Expects it as stored: 18 half-width characters, capital X. `on` refuses births after that day.
    Codes: not-an-id-number, fifteen-digits, no-such-date, checksum-wrong.
    An unknown region is no fault: see `region_name`.
    """
    if _OLD_ID_NUMBER.fullmatch(text):
        return "fifteen-digits"
    if not _ID_NUMBER.fullmatch(text):
        return "not-an-id-number"
    born_on = birth_date_of(text)
    if born_on is None or born_on < EARLIEST_BIRTH or (on is not None and born_on > on):
        return "no-such-date"
    # stdnum's validate also refuses regions missing from its table, and takes 70 times as long.
    return None if ric.calc_check_digit(text) == text[-1] else "checksum-wrong"


def credit_code_fault(text: str) -> str | None:
    """What is wrong with a unified social credit code (GB 32100), 18 capitals and digits; None when nothing is.

    Codes: not-a-credit-code, checksum-wrong.
    """
    if not _CREDIT_CODE.fullmatch(text):
        return "not-a-credit-code"
    return None if uscc.calc_check_digit(text[:-1]) == text[-1] else "checksum-wrong"


@cache
def region_name(code: str) -> str | None:
    """Name of a region code today or in the past, None when the table does not know it (a warning, never a refusal)."""
    parts = numdb.get("cn/loc").info(code)
    names = [str(facts["county"]) for _, facts in parts if "county" in facts]
    return names[-1].rpartition("]")[2] if names and "".join(part for part, _ in parts) == code else None


def birth_date_of(id_number: str) -> date | None:
    """The birth date in an 18-character ID number, None when there is no such day."""
    try:
        return date(int(id_number[6:10]), int(id_number[10:12]), int(id_number[12:14]))
    except ValueError:
        return None


def sex_of(id_number: str) -> str:
    """Sex in an 18-character ID number: "male" when the 17th digit is odd, else "female"."""
    return "male" if int(id_number[16]) % 2 else "female"


def mask_id(text: str) -> str:
    """First six and last four of an ID number; anything shorter than 15 shows its last two at most."""
    if len(text) >= 15:
        return f"{text[:6]}{'*' * (len(text) - 10)}{text[-4:]}"
    return "*" * max(len(text) - 2, 0) + text[-2:] if len(text) > 4 else "*" * len(text)


_LONG_NUMBER = re.compile(r"\d(?:[ \u3000]?\d){13}[ \u3000]?[Xx](?![A-Za-z])|\d(?:[ \u3000]?\d){14,}[ \u3000]?[Xx]?")


def mask_long_numbers(text: str) -> str:
    """Every run of digits as long as an ID number masked, wherever it was typed; a credit code that is no ID number stays."""
    return _LONG_NUMBER.sub(lambda found: mask_id(found.group()), text) if not _is_employer(text) else text


def _is_employer(text: str) -> bool:
    return credit_code_fault(text) is None and id_number_fault(text) is not None


def mask_name(text: str) -> str:
    """First character and a star for each of the rest: 张三 is 张*, 欧阳小明 is 欧***."""
    return text[:1] + "*" * (len(text) - 1)


def mask_phone(text: str) -> str:
    """138****0000; a shorter number shows its last four at most."""
    if len(text) >= 11:
        return f"{text[:3]}{'*' * (len(text) - 7)}{text[-4:]}"
    return "*" * len(text) if len(text) <= 4 else "*" * (len(text) - 4) + text[-4:]


def mask_card(text: str) -> str:
    """Stars and the last four of a bank account."""
    return "*" * len(text) if len(text) <= 4 else "*" * (len(text) - 4) + text[-4:]
