"""Restatements: which frozen values the records no longer bear out, by how much, and through which records.

Compares; changes nothing. What was printed stays what was frozen.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import polars as pl
from django.utils.translation import gettext

from unionhall.figures.facts import Fact
from unionhall.figures.figures import Ask, asks_of
from unionhall.figures.units import Unit
from unionhall.figures.values import ALL, OWN, Number, Scope
from unionhall.kernel.scope import Scope as Reach
from unionhall.office.counting.binding import queryset
from unionhall.office.counting.showing import RecordView, view_of
from unionhall.reporting import bundles
from unionhall.reporting.frozen import FrozenCited, frozen_year
from unionhall.reporting.models import Publication
from unionhall.reporting.opening import measure_word
from unionhall.reporting.queries import tally_of
from unionhall.reporting.rounding import MOST_MORE, finer
from unionhall.reporting.times import label

SHOWN_AT_MOST = 20


@dataclass(frozen=True)
class Moved:
    """Records of one fact that make the difference: written since, no longer counted, or counted otherwise."""

    ask: Ask
    added: tuple[int, ...]
    gone: tuple[int, ...]
    changed: tuple[int, ...]

    @property
    def fact(self) -> Fact:
        return self.ask[0].fact

    @property
    def label(self) -> str:
        figure, time = self.ask
        return gettext("{figure}（{time}）").format(figure=figure.label, time=label(time))

    @property
    def sentence(self) -> str:
        said = gettext("减少 {gone} 条、增加 {added} 条、改动 {changed} 条记录")
        return said.format(gone=len(self.gone), added=len(self.added), changed=len(self.changed))


@dataclass(frozen=True)
class Restated:
    """A frozen citation beside what its figure is worth now, at the same time and scope."""

    frozen: FrozenCited
    now: Number

    @property
    def has_moved(self) -> bool:
        return self.now != self.frozen.number

    @property
    def is_redefined(self) -> bool:
        """Whether the 口径 in force reads otherwise than the one it was signed with."""
        row = self.frozen.row
        return row is not None and gettext(row.definition) != str(self.frozen.definition.definition)

    @property
    def unit(self) -> str:
        return measure_word(self.frozen.definition)

    @property
    def now_text(self) -> str:
        return self.frozen.definition.unit.text(self.now)

    @property
    def difference(self) -> str:
        """By how much, signed, in the figure's own unit; — where either has no value."""
        was = self.frozen.number
        if self.now is None or was is None:
            return "—"
        by = Fraction(self.now) - Fraction(was)
        if not by:
            return "0"
        size = abs(by) if isinstance(was, Fraction) else abs(int(by))
        return f"{'+' if by > 0 else '−'}{_legible(self.frozen.definition.unit, size)}"


def _legible(unit: Unit, size: int | Fraction) -> str:
    """A difference with as many more digits as show it: a rate may move by less than it is told with."""
    texts = [finer(unit, more).text(size) for more in range(MOST_MORE + 1)]
    return next((text for text in texts if text.strip("0.,")), texts[-1])


def restated(publication: Publication) -> dict[str, Restated]:
    """Every frozen citation by published id, in the text's subtree, with its value now; one pass."""
    frozen = frozen_year(publication)
    tally = tally_of([(row.definition, row.time) for row in frozen.values()], within=publication.review.within)
    return {
        name: Restated(row, tally.value(row.definition, row.time).scoped(row.scope)) for name, row in frozen.items()
    }


def moved_records(publication: Publication, moved: Iterable[Restated]) -> dict[str, list[Moved]]:
    """For each value that moved, by published id, the records through which it did: the bundle against the rows of now.

    :raises BundleDamaged: the bundle cannot be read.
    """
    wanted = list(moved)
    if not wanted:
        return {}
    bundle, live = bundles.opened(publication), dict[Ask, pl.DataFrame]()
    found: dict[str, list[Moved]] = {}
    for one in wanted:
        cited = one.frozen
        told = []
        for ask in dict.fromkeys(asks_of(cited.definition, cited.time)):
            then = bundle.of(ask)
            if then is None:
                continue
            if ask not in live:
                live[ask] = bundles.rows_of(ask, within=publication.review.within)
            told.append(_compared(ask, _scoped(then, cited.scope), _scoped(live[ask], cited.scope)))
        found[cited.citation.published_id] = [row for row in told if row.added or row.gone or row.changed]
    return found


def _compared(ask: Ask, then: pl.DataFrame, now: pl.DataFrame) -> Moved:
    """By record id, and by every column where the id stands on both sides."""
    before, after = set(then["record_id"]), set(now["record_id"])
    columns = then.columns
    same = then.join(now.select(columns), on=columns, how="semi", nulls_equal=True)
    changed = (before & after) - set(same["record_id"])
    return Moved(ask, tuple(sorted(after - before)), tuple(sorted(before - after)), tuple(sorted(changed)))


def _scoped(rows: pl.DataFrame, scope: Scope) -> pl.DataFrame:
    if scope == ALL:
        return rows
    return rows.filter(pl.col("own") if scope == OWN else pl.col("county") == int(scope))


@dataclass(frozen=True)
class ShownRecord:
    """A record that moved a number: how (gone, added, changed), its words, its page; "" for one out of reach."""

    kind: str
    words: tuple[str, ...]
    url: str


@dataclass(frozen=True)
class ShownMove:
    moved: Moved
    records: list[ShownRecord]
    more: int


def shown_moves(moves: Iterable[Moved], *, reach: Reach) -> list[ShownMove]:
    """The records by name, as the reader may open them; a withdrawn one still has its page."""
    return [_shown_move(moved, reach) for moved in moves]


def _shown_move(moved: Moved, reach: Reach) -> ShownMove:
    view = view_of(moved.fact)
    kinds = {"gone": moved.gone, "added": moved.added, "changed": moved.changed}
    listed = [(kind, pk) for kind, ids in kinds.items() for pk in ids]
    manager: Any = queryset(moved.fact).model._default_manager
    ids = [pk for _, pk in listed[:SHOWN_AT_MOST]]
    rows: Mapping[int, Any] = manager.visible_to(reach).select_related(*view.related).in_bulk(ids)
    records = [_shown(kind, view, rows[pk]) for kind, pk in listed[:SHOWN_AT_MOST] if pk in rows]
    return ShownMove(moved, records, len(listed) - len(records))


def _shown(kind: str, view: RecordView, row: Any) -> ShownRecord:
    words = [str(column.value(row)) for column in view.columns if column.kind == "text" and column.value(row)]
    return ShownRecord(kind, tuple(words), view.url(row) if view.url else "")
