"""What offices write into dates, amounts and files, and what comes out."""

from datetime import date

import pytest
from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from hypothesis import given
from hypothesis import strategies as st

from unionhall.kernel import money
from unionhall.organisations.models import Unit
from unionhall.ui.forms import FileField, MoneyFormField, MoneyInput, date_from, fen_from, field_context, sections_of


@pytest.mark.parametrize(
    "text",
    [
        "2025-11-01",
        "2025/11/1",
        "2025.11.1",
        "2025年11月1日",
        "2025年 11月 1日",
        "20251101",
        "２０２５－１１－０１",
        " 2025-11-1 ",
    ],
)
def test_a_date_is_read_as_people_write_it(text: str) -> None:
    assert date_from(text) == date(2025, 11, 1)


@pytest.mark.parametrize("text", ["2025-02-30", "11-01-2025", "2025", "2025-11", "昨天", "", "20251301"])
def test_what_is_no_day_is_refused(text: str) -> None:
    with pytest.raises(ValueError):
        date_from(text)


@pytest.mark.parametrize(
    ("text", "fen"),
    [("12,345.67", 1234567), ("￥40", 4000), ("40元", 4000), ("０．５", 50), ("-3.2", -320), ("1 000", 100000)],
)
def test_an_amount_is_read_in_fen(text: str, fen: int) -> None:
    assert fen_from(text) == fen


@pytest.mark.parametrize(
    "text", ["12.345", "abc", "", "NaN", "Infinity", "1e40", "1e999999", "-1e999999", "1e-999999", "9" * 5000, "十元"]
)
def test_what_is_no_amount_is_refused(text: str) -> None:
    with pytest.raises(ValueError):
        fen_from(text)


@given(st.integers(min_value=-(10**15), max_value=10**15))
def test_an_amount_shown_is_read_back(fen: int) -> None:
    assert fen_from(money.show_yuan(fen)) == fen


def test_bounds_of_money_are_told_in_yuan() -> None:
    field = MoneyFormField(min_fen=1, max_fen=100_000)
    assert field.clean("1,000.00") == 100_000
    with pytest.raises(ValidationError, match=r"不能多于 1,000\.00 元"):
        field.clean("1000.01")
    with pytest.raises(ValidationError, match=r"不能少于 0\.01 元"):
        field.clean("0")
    assert MoneyFormField(required=False).clean("") is None


def test_fen_are_shown_as_yuan_and_typed_text_stays() -> None:
    assert MoneyInput().format_value(1234567) == "12,345.67"
    assert MoneyInput().format_value("12,345.6x") == "12,345.6x"


def test_a_file_is_refused_by_ending_and_size() -> None:
    field = FileField(endings=("xlsx", "csv"), largest=10)
    assert field.clean(SimpleUploadedFile("名单.XLSX", b"123")).name == "名单.XLSX"
    with pytest.raises(ValidationError, match="只收 xlsx、csv 文件"):
        field.clean(SimpleUploadedFile("名单.exe", b"123"))
    with pytest.raises(ValidationError, match="请分成几份再传"):
        field.clean(SimpleUploadedFile("名单.csv", b"x" * 11))


def test_sections_hold_every_visible_field_once() -> None:
    class Sorted(forms.Form):
        sections = (("甲", ("b", "gone")), ("乙", ("gone",)))
        a = forms.CharField()
        b = forms.CharField(required=False)
        hidden = forms.CharField(widget=forms.HiddenInput)

    placed = [(head, [bound.name for bound in fields]) for head, fields in sections_of(Sorted())]
    assert placed == [("甲", ["b"]), ("", ["a"])]
    assert field_context(Sorted()["b"])["is_optional"]
    assert not field_context(Sorted()["a"])["is_optional"]


def test_the_empty_choice_says_what_to_do() -> None:
    class Choosing(forms.Form):
        period = forms.ModelChoiceField(queryset=Unit.objects.none())
        kind = Unit._meta.get_field("kind").formfield()
        named = forms.ModelChoiceField(queryset=Unit.objects.none(), empty_label="没有认领的部分")

    form = Choosing()
    shown = "".join(str(field_context(form[name])["widget"]) for name in form.fields)
    assert "-----" not in shown
    assert shown.count("请选择") == 2
    assert "没有认领的部分" in shown


def test_an_empty_field_says_what_to_do():
    class Asked(forms.Form):
        name = forms.CharField()
        kind = forms.ChoiceField(choices=[("a", "甲")])

    assert {str(error) for errors in Asked({}).errors.values() for error in errors} == {"还没有填，请填写。"}
