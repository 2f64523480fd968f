"""The leader's one page: every number of the text under its heading, with the time before.

Page and PDF draw it; it writes nothing.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext

from unionhall.reporting.frozen import told_number
from unionhall.reporting.models import Publication
from unionhall.reporting.opening import measure_word, open_figures, rise_text
from unionhall.reporting.prose import Block, Heading, Paragraph, Quoted, numbered, parse
from unionhall.reporting.queries import Cited
from unionhall.reporting.restating import restated
from unionhall.reporting.times import label


@dataclass(frozen=True)
class BriefLine:
    label: str
    time: str
    text: str
    unit: str
    before: str
    rise: str
    is_restated: bool


@dataclass(frozen=True)
class BriefPart:
    heading: str
    lines: list[BriefLine]


def brief_parts(
    body: str, cited: Mapping[str, Cited], publication: Publication | None, *, within: str
) -> list[BriefPart]:
    """Each number of the text once, under the last headings before it; frozen ones where there is a publication."""
    lines = _frozen_lines(publication) if publication else _live_lines(cited, within)
    return _parts(numbered(parse(body)), lines)


def _frozen_lines(publication: Publication) -> dict[str, BriefLine]:
    lines = {}
    for name, row in restated(publication).items():
        assert row.frozen.row is not None
        before = told_number(row.frozen.row.value["before"])
        lines[name] = _line(row.frozen, gettext(row.frozen.row.label), before, is_restated=row.has_moved)
    return lines


def _live_lines(cited: Mapping[str, Cited], within: str) -> dict[str, BriefLine]:
    opened = open_figures([(row.definition, row.time) for row in cited.values()], within=within)
    return {
        name: _line(row, str(row.definition.label), one.before.scoped(row.scope) if one.before else None)
        for (name, row), one in zip(cited.items(), opened, strict=True)
    }


def _line(cited: Cited, name: str, before: Any, *, is_restated: bool = False) -> BriefLine:
    definition = cited.definition
    return BriefLine(
        name,
        label(cited.time),
        cited.text(),
        measure_word(definition),
        definition.unit.text(before) if before is not None else "—",
        rise_text(definition, cited.number, before) or "—",
        is_restated,
    )


def _parts(blocks: list[Block], lines: dict[str, BriefLine]) -> list[BriefPart]:
    parts, seen, chapter = [BriefPart("", [])], set[str](), ""
    for block in blocks:
        if isinstance(block, Heading):
            chapter = block.text if block.level == 1 else chapter
            parts.append(BriefPart(chapter if block.level == 1 else f"{chapter} {block.text}".strip(), []))
        elif isinstance(block, Paragraph):
            for piece in block.pieces:
                if isinstance(piece, Quoted) and piece.published_id in lines and piece.published_id not in seen:
                    seen.add(piece.published_id)
                    parts[-1].lines.append(lines[piece.published_id])
    return [part for part in parts if part.lines]
