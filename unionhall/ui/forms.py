"""Fields that offices fill in: money in yuan kept as fen, dates as people write them; and how a form is shown.

Validates and shows; writes nothing.
"""

import re
from datetime import date
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.forms import BaseForm, BoundField
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from unionhall.kernel import money

_FULL_WIDTH = str.maketrans("０１２３４５６７８９．，－／　", "0123456789.,-/ ")
_DATE = re.compile(r"(\d{4})\s*(?:[-/.]|年)\s*(\d{1,2})\s*(?:[-/.]|月)\s*(\d{1,2})\s*日?")
_COMPACT_DATE = re.compile(r"(\d{4})(\d{2})(\d{2})")
# Digits as people write them: with an exponent, or without end, there is nothing to weigh.
_AMOUNT = re.compile(r"[+-]?(?:[0-9]{1,20}(?:\.[0-9]{0,20})?|\.[0-9]{1,20})")
LARGEST_FEN = 10**15


def date_from(text: str) -> date:
    """2025-11-01, 2025/11/1, 2025.11.1, 2025年11月1日, 20251101, also in full-width digits.

    :raises ValueError: it is none of these, or no such day.
    """
    plain = text.translate(_FULL_WIDTH).strip()
    found = _DATE.fullmatch(plain) or _COMPACT_DATE.fullmatch(plain)
    if not found:
        raise ValueError(text)
    return date(*(int(part) for part in found.groups()))


def fen_from(text: str) -> money.Fen:
    """12,345.67 or ￥12345.6元 in fen.

    :raises ValueError: not an amount, more than two places, or beyond any budget.
    """
    plain = text.translate(_FULL_WIDTH).strip().removeprefix("¥").removeprefix("￥").removesuffix("元")
    plain = plain.replace(",", "").replace(" ", "")
    if not _AMOUNT.fullmatch(plain):
        raise ValueError(text)
    amount = Decimal(plain)
    if amount.copy_abs() * 100 > LARGEST_FEN or amount * 100 != int(amount * 100):
        raise ValueError(text)
    return money.fen(amount)


class DateInput(forms.DateInput):
    """A text field with a calendar button; the text may be typed as people write dates."""

    template_name = "ui/widgets/date.html"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__({"autocomplete": "off", "placeholder": "2025-11-01", **(attrs or {})}, format="%Y-%m-%d")


class DateField(forms.DateField):
    """A day; see `date_from` for what is accepted."""

    widget = DateInput
    default_error_messages = {"invalid": _("请写成 2025-11-01 这样的日期；没有这一天也会提示。")}

    def to_python(self, value: Any) -> date | None:
        if value in self.empty_values or isinstance(value, date):
            return super().to_python(value)
        try:
            return date_from(str(value))
        except ValueError as error:
            raise ValidationError(self.error_messages["invalid"], code="invalid") from error


class MoneyInput(forms.TextInput):
    """Yuan, right aligned; an amount in fen is shown as 12,345.67."""

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__({"inputmode": "decimal", "autocomplete": "off", **(attrs or {})})

    def format_value(self, value: Any) -> str | None:
        return money.show_yuan(value) if isinstance(value, int) else super().format_value(value)


class MoneyFormField(forms.Field):
    """Yuan typed, fen returned; between `min_fen` and `max_fen`, both included."""

    widget = MoneyInput
    unit = _("元")
    default_error_messages = {
        "invalid": _("请写成金额，最多两位小数，例如 12,345.67。"),
        "too_small": _("不能少于 %(limit)s 元。"),
        "too_large": _("不能多于 %(limit)s 元。"),
    }

    def __init__(self, *, min_fen: int | None = 0, max_fen: int | None = None, **rest: Any) -> None:
        self.min_fen, self.max_fen = min_fen, max_fen
        super().__init__(**rest)

    def to_python(self, value: Any) -> money.Fen | None:
        if value in self.empty_values:
            return None
        if isinstance(value, int):
            return value
        try:
            return fen_from(str(value))
        except ValueError as error:
            raise ValidationError(self.error_messages["invalid"], code="invalid") from error

    def validate(self, value: Any) -> None:
        super().validate(value)
        if value is None:
            return
        for limit, is_beyond, code in (
            (self.min_fen, self.min_fen is not None and value < self.min_fen, "too_small"),
            (self.max_fen, self.max_fen is not None and value > self.max_fen, "too_large"),
        ):
            if is_beyond and limit is not None:
                raise ValidationError(self.error_messages[code], code=code, params={"limit": money.show_yuan(limit)})

    def has_changed(self, initial: Any, data: Any) -> bool:
        try:
            return bool(initial != self.to_python(data))
        except ValidationError:
            return True


class ReasonField(forms.CharField):
    """Why something is done; written to the journal, so neither names nor numbers of persons belong in it."""

    def __init__(self, **rest: Any) -> None:
        rest.setdefault("label", _("原因"))
        rest.setdefault("max_length", 200)
        rest.setdefault("min_length", 2)
        rest.setdefault("widget", forms.TextInput(attrs={"placeholder": _("必填，写入日志"), "autocomplete": "off"}))
        super().__init__(**rest)


class FileField(forms.FileField):
    """A file of at most `largest` bytes, its name ending in one of `endings` (no dot); content is its reader's."""

    default_error_messages = {
        "ending": _("只收 %(endings)s 文件。"),
        "large": _("文件有 %(size)s MB，超过 %(limit)s MB。请分成几份再传。"),
    }

    def __init__(self, *, endings: tuple[str, ...] = (), largest: int = 60 * 2**20, **rest: Any) -> None:
        self.endings, self.largest = endings, largest
        rest.setdefault(
            "widget", forms.FileInput(attrs={"accept": ",".join(f".{e}" for e in endings)} if endings else {})
        )
        super().__init__(**rest)

    def clean(self, data: Any, initial: Any = None) -> Any:
        upload = super().clean(data, initial)
        if upload and data:
            if self.endings and upload.name.rpartition(".")[2].lower() not in self.endings:
                raise ValidationError(
                    self.error_messages["ending"], "ending", {"endings": gettext("、").join(self.endings)}
                )
            if upload.size > self.largest:
                sizes = {"size": f"{upload.size / 2**20:.1f}", "limit": self.largest // 2**20}
                raise ValidationError(self.error_messages["large"], "large", sizes)
        return upload


def sections_of(form: BaseForm) -> list[tuple[Any, list[BoundField]]]:
    """Visible fields under their heads: `form.sections = ((head, (names…)), …)`; fields not named come last."""
    placed: list[tuple[Any, list[BoundField]]] = []
    left = [bound.name for bound in form.visible_fields()]
    for head, names in getattr(form, "sections", ()):
        shown = [form[name] for name in names if name in left]
        left = [name for name in left if name not in names]
        if shown:
            placed.append((head, shown))
    if left:
        placed.append(("", [form[name] for name in left]))
    return placed


def _shape(widget: forms.Widget) -> str:
    if isinstance(widget, forms.CheckboxInput):
        return "check"
    if isinstance(widget, forms.CheckboxSelectMultiple | forms.RadioSelect):
        return "choices"
    return "file" if isinstance(widget, forms.FileInput) else "line"


def _class_for(shape: str, widget: forms.Widget) -> str:
    if shape == "check":
        return "form-check-input"
    if shape == "choices":
        return ""
    return "form-select" if isinstance(widget, forms.Select) else "form-control"


DASHES = "---------"


def _name_the_blank(field: forms.Field) -> None:
    """Django's row of dashes says nothing: the empty choice of a list tells what to do."""
    if getattr(field, "empty_label", None) == DASHES:
        field.empty_label = _("请选择")  # type: ignore[attr-defined]
        return
    if isinstance(field, forms.ModelChoiceField) or not isinstance(field, forms.ChoiceField):
        return
    choices: list[Any] = list(field.choices)  # type: ignore[arg-type]
    if any(label == DASHES for _key, label in choices):
        field.choices = [(key, _("请选择") if label == DASHES else label) for key, label in choices]


def field_context(bound: BoundField, wide: bool = False) -> dict[str, Any]:
    """What ui/field.html needs: the widget with its classes, unit, whether it may stay empty."""
    widget = bound.field.widget
    _name_the_blank(bound.field)
    shape = _shape(widget)
    classes = " ".join(filter(None, (widget.attrs.get("class", ""), _class_for(shape, widget))))
    if bound.errors and shape == "line":
        classes += " is-invalid"
    is_wide = wide or isinstance(widget, forms.Textarea) or bound.name in getattr(bound.form, "wide", ())
    return {
        "bound": bound,
        "widget": bound.as_widget(attrs={"class": classes} if classes else {}),
        "shape": shape,
        "unit": getattr(bound.field, "unit", ""),
        "is_optional": not bound.field.required and shape != "check",
        "is_wide": is_wide,
    }
