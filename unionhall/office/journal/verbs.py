"""What the journal calls an act: each app declares its verbs with their Chinese words at start-up.

Not stored: an entry keeps the verb, the words may change.
"""

from collections.abc import Mapping
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

_words: dict[str, str | Promise] = {}


def declare(words: Mapping[str, str | Promise]) -> None:
    """Name verbs: {"organisations.unit.moved": _("划转")}; called in AppConfig.ready."""
    _words.update(words)


def word_of(verb: str) -> str:
    """The Chinese (or translated) word of a verb; the verb itself when nobody declared it."""
    return str(_words.get(verb, verb))


def declared() -> dict[str, str]:
    """All verbs with their words, for filters."""
    return {verb: str(word) for verb, word in sorted(_words.items())}


_fact_words: dict[str, str | Promise] = {
    "reason": _("原因"),
    "purpose": _("用途"),
    "paper": _("文号"),
    "paper_number": _("文号"),
    "count": _("条数"),
    "rows": _("行数"),
    "register": _("名册"),
    "unit": _("单位"),
    "number": _("编号"),
    "name": _("名称"),
    "label": _("材料"),
    "size": _("大小（字节）"),
    "file_sm3": _("文件指纹"),
    "file_sha256": _("文件指纹"),
    "verdicts_sm3": _("结论表指纹"),
    "misses": _("连续失败次数"),
    "source": _("来源"),
    "period": _("期次"),
    "scheme": _("方案"),
}


def declare_facts(words: Mapping[str, str | Promise]) -> None:
    """Name facts of entries ({"staff": _("职工人数")}); called in AppConfig.ready. Facts without a word are not shown."""
    _fact_words.update(words)


def fact_word(name: str) -> str | None:
    """The word of a fact, None when nobody declared one."""
    return str(_fact_words[name]) if name in _fact_words else None


_value_words: dict[tuple[str, str], str | Promise] = {}


def declare_values(name: str, words: Mapping[str, str | Promise]) -> None:
    """Name what a fact may say where it says a code ("kind", {"village": _("村（社区）工会")})."""
    _value_words.update({(name, value): word for value, word in words.items()})


def value_word(name: str, value: Any) -> Any:
    """The word of a fact's value; the value itself when nobody declared one."""
    known = isinstance(value, str) and _value_words.get((name, value))
    return str(known) if known else value
