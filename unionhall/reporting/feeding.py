"""And back: which citations a record feeds, and what each would be worth without it.

For the pages of records below; asks, and changes nothing.
"""

from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Any

from django.db.models import Model
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from unionhall.figures.catalogue import catalogue
from unionhall.figures.facts import Fact
from unionhall.figures.figures import Ask, Definition, Difference, Figure, Ratio, asks_of
from unionhall.figures.times import Time
from unionhall.figures.values import Number, Scope
from unionhall.kernel.scope import Scope as PostScope
from unionhall.office.counting import records
from unionhall.reporting.models import Citation
from unionhall.reporting.opening import definition_of, measure_word
from unionhall.reporting.queries import citation_time, scope_of_citation
from unionhall.reporting.times import NoPeriod, label
from unionhall.ui.panels import Panel


@dataclass(frozen=True)
class Fed:
    """A citation the record counts in: its number now, and its number if the record were not there."""

    citation: Citation
    definition: Definition
    time: Time
    now: Number
    without: Number

    @property
    def moves(self) -> bool:
        """Whether taking it out would show: a person who counts twice counts on."""
        return self.now != self.without

    @property
    def now_text(self) -> str:
        return self.definition.unit.text(self.now)

    @property
    def without_text(self) -> str:
        return self.definition.unit.text(self.without)

    @property
    def unit(self) -> str:
        return measure_word(self.definition)

    @property
    def time_label(self) -> str:
        return label(self.time)


def facts_of(model: type[Model]) -> tuple[Fact, ...]:
    """The facts whose records are rows of this model: a claim is counted as received, as valued, as decided."""
    return tuple(fact for fact in catalogue.facts if fact.record == model._meta.label)


def way_panel(record: Model, scope: PostScope, on: date) -> Panel | None:
    """The section for the page of a counted record, fetched once the page is there: it counts every citation anew."""
    if not facts_of(type(record)):
        return None
    url = reverse("reporting:fed", args=[record._meta.label_lower, record.pk])
    return Panel(_("这条记录用在哪些引用里"), "reporting/fed_way.html", {"url": url})


def citations_of_record(facts: tuple[Fact, ...], record_id: int, *, year: int, on: date, within: str = "") -> list[Fed]:
    """The year's citations in which a record counts, each with its number now and without the record.

    :param facts: as which it is counted; without it, it is missing from all of them.
    :param within: path of the subtree the review counts in; "" counts all.
    """
    found, known = [], dict[tuple[Ask, Scope], tuple[int, int, bool]]()
    for citation in Citation.objects.filter(year=year):
        definition = definition_of(citation.figure)
        if definition is None:
            continue
        try:
            time = citation_time(citation, definition, on)
        except NoPeriod:
            continue
        scope = scope_of_citation(citation)
        asks = asks_of(definition, time)
        if not any(figure.fact in facts for figure, _at in asks):
            continue
        for ask in asks:
            if (ask, scope) not in known:
                known[ask, scope] = _worth(ask, scope, facts, record_id, within)
        if any(known[ask, scope][2] for ask in asks):
            now, without = (_value(definition, time, scope, known, at) for at in (0, 1))
            found.append(Fed(citation, definition, time, now, without))
    return found


def fed_panel(facts: tuple[Fact, ...], record_id: int, *, year: int, on: date, within: str = "") -> Panel | None:
    """The same as a section of a record's page; None where no citation counts it."""
    fed = citations_of_record(facts, record_id, year=year, on=on, within=within)
    if not fed:
        return None
    return Panel(_("这条记录用在哪些引用里"), "reporting/fed_panel.html", {"fed": fed, "year": year})


def _worth(ask: Ask, scope: Scope, facts: tuple[Fact, ...], record_id: int, within: str) -> tuple[int, int, bool]:
    """The figure's value with and without the record, and whether it counts there at all."""
    figure, time = ask
    many, now = records(figure, time, scope=scope, within=within).summary()
    if figure.fact not in facts:
        return now, now, False
    fewer, without = records(figure, time, scope=scope, within=within, without=record_id).summary()
    return now, without, fewer < many


def _value(definition: Definition, time: Time, scope: Scope, known: dict[Any, Any], at: int) -> Number:
    """A figure's, ratio's, difference's or change's value from its parts; `at` 0 is now, 1 without the record."""
    if isinstance(definition, Figure):
        return int(known[(definition, time.at(definition.time)), scope][at])
    if isinstance(definition, Ratio):
        time = time.at(definition.time)
        of, to = (_value(part, time, scope, known, at) for part in (definition.of, definition.to))
        return Fraction(of) / Fraction(to) if of is not None and to else None
    time = time.at(definition.time)
    if isinstance(definition, Difference):
        of, less = (_value(part, time, scope, known, at) for part in (definition.of, definition.less))
        return of - less if of is not None and less is not None else None
    now, before = (_value(definition.of, when, scope, known, at) for when in (time, time.previous()))
    return now - before if now is not None and before is not None else None
