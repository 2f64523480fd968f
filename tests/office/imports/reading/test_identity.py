"""Verdicts on ID numbers: a table, and the same answers as the scalar check for anything typed.

How numbers lose their digits inside files is in test_corpus.
"""

from datetime import date

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from unionhall.kernel.identifiers import id_number_fault, region_name
from unionhall.office.imports.reading import identity

ON = date(2025, 12, 31)


def verdict(typed: str | None, is_numeric: bool | None = False) -> str:
    cells = pl.Series([typed], dtype=pl.String)
    return identity.verdicts(cells, pl.Series([is_numeric], dtype=pl.Boolean), on=ON).item()


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("11010519491231002X", "ok"), ("140702198001010015", "ok"), ("140781199512310028", "ok"), (" 11010519491231002x", "ok"), ("140702198001010016", "checksum-wrong"), ("110105194902300021", "no-such-date"),
        ("140702202601010013", "no-such-date"), ("140702188001010015", "no-such-date"), ("110105491231002", "fifteen-digits"), ("1.1010519491231E+17", "digits-lost"), ("1.10105E+17", "digits-lost"),
        ("14070219800101001", "not-an-id-number"), ("1407021980010100155", "not-an-id-number"), ("E12345678", "not-an-id-number"), ("张三", "not-an-id-number"), ("040702198001010015", "not-an-id-number"), (None, "missing"), (" ", "missing"),
        ("140702********0015", "not-an-id-number"),
    ],
)  # fmt: skip
def test_each_verdict(typed: str | None, code: str) -> None:
    assert verdict(typed) == code


def test_a_number_cell_has_lost_digits_even_when_its_check_passes() -> None:
    assert verdict("140702198001010015", is_numeric=True) == "digits-lost"
    assert verdict("110105491231002", is_numeric=True) == "fifteen-digits"


def test_rounded_digits_in_files_without_types() -> None:
    assert verdict("140702198001019000", is_numeric=None) == "digits-lost"
    assert verdict("140702198001019000", is_numeric=False) == "checksum-wrong"


def test_every_rejection_has_its_sentence() -> None:
    named = {name: getattr(identity, name) for name in dir(identity) if name.isupper() and name[0] != "_"}
    codes = {value for value in named.values() if isinstance(value, str)}
    assert codes - {"ok"} == set(identity.SENTENCES)
    assert set(identity.SENTENCES) >= identity.WARNINGS


numbers = st.builds(
    lambda head, day, tail: head + day + tail,
    st.sampled_from(("140702", "110105", "990199", "040702", "14070")),
    st.one_of(
        st.dates(date(1890, 1, 1), date(2030, 1, 1)).map(lambda d: f"{d:%Y%m%d}"),
        st.from_regex(r"[0-9]{8}", fullmatch=True),
    ),
    st.from_regex(r"[0-9]{3}[0-9X]", fullmatch=True),
)


@given(st.lists(st.one_of(numbers, st.text("0123456789Xx ", max_size=20)), min_size=1, max_size=20))
def test_the_same_answers_as_the_scalar_check(typed: list[str]) -> None:
    cells = pl.Series(typed, dtype=pl.String)
    no_numbers = pl.repeat(False, len(typed), dtype=pl.Boolean, eager=True)
    for text, code in zip(typed, identity.verdicts(cells, no_numbers, on=ON).to_list(), strict=True):
        flat = text.replace(" ", "").upper()
        if not flat:
            assert code == "missing"
        else:
            assert code == (id_number_fault(flat, on=ON) or ("ok" if region_name(flat[:6]) else "region-unknown"))
