"""Facts, figures and relations: what the house counts, defined once and compiled to SQL.
It reads no database and knows no Django; `office.counting` runs what is compiled here."""

from unionhall.figures.catalogue import Catalogue, DuplicateId, UnknownFigure, catalogue
from unionhall.figures.facts import DATED, HEADS, MONEY, PERIODIC, PERSONAL, PLACED, STANDING, Fact, IncompleteFact
from unionhall.figures.figures import Ask, Change, Definition, Difference, Figure, Ratio, asks, asks_of
from unionhall.figures.measures import Measure, count, distinct, total
from unionhall.figures.relations import Relation, of_which, product, sums
from unionhall.figures.tally import Finding, NotCounted, Tally
from unionhall.figures.times import AS_AT, CALENDAR_YEAR, SCHEME_PERIOD, AsAt, Period, Time, Year, parse_time
from unionhall.figures.units import (
    CASES,
    HOUSES,
    PEOPLE,
    PERCENT,
    PIECES,
    POINTS,
    VISITS,
    YUAN,
    YUAN_EACH,
    Unit,
    pieces,
)
from unionhall.figures.values import ALL, OWN, Number, Scope, Value

__all__ = [
    "ALL",
    "AS_AT",
    "CALENDAR_YEAR",
    "CASES",
    "DATED",
    "HEADS",
    "HOUSES",
    "MONEY",
    "OWN",
    "PEOPLE",
    "PERCENT",
    "PERIODIC",
    "PERSONAL",
    "PIECES",
    "PLACED",
    "POINTS",
    "SCHEME_PERIOD",
    "STANDING",
    "VISITS",
    "YUAN",
    "YUAN_EACH",
    "AsAt",
    "Ask",
    "Catalogue",
    "Change",
    "Definition",
    "Difference",
    "DuplicateId",
    "Fact",
    "Figure",
    "Finding",
    "IncompleteFact",
    "Measure",
    "NotCounted",
    "Number",
    "Period",
    "Ratio",
    "Relation",
    "Scope",
    "Tally",
    "Time",
    "Unit",
    "UnknownFigure",
    "Value",
    "Year",
    "asks",
    "asks_of",
    "catalogue",
    "count",
    "distinct",
    "of_which",
    "parse_time",
    "pieces",
    "product",
    "sums",
    "total",
]
