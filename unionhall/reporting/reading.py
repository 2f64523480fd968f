"""The review's blocks as the page shows them: each citation with its text, its address and whether it has a number.

No HTML here; the template draws it.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext

from unionhall.reporting import charts
from unionhall.reporting.opening import measure_word
from unionhall.reporting.prose import Block, Chart, Heading, Paragraph, Quoted
from unionhall.reporting.queries import Cited


@dataclass(frozen=True)
class ShownNumber:
    published_id: str
    text: str
    is_missing: bool = False


@dataclass(frozen=True)
class ShownBlock:
    """`kind` is heading, paragraph or chart; `pieces` are strings and ShownNumbers."""

    kind: str
    level: int = 0
    pieces: tuple[str | ShownNumber, ...] = ()
    chart: str = ""
    caption: Any = ""


def shown_blocks(blocks: list[Block], cited: Mapping[str, Cited]) -> list[ShownBlock]:
    return [shown for block in blocks if (shown := _shown(block, cited))]


def printed_paragraphs(blocks: list[ShownBlock]) -> list[str]:
    """The paragraphs as they are printed, numbers in their places: what the draft checker reads."""
    return ["".join(p if isinstance(p, str) else p.text for p in block.pieces) for block in blocks if block.pieces]


def _shown(block: Block, cited: Mapping[str, Cited]) -> ShownBlock | None:
    if isinstance(block, Heading):
        return ShownBlock("heading", block.level, (block.text,))
    if isinstance(block, Paragraph):
        return ShownBlock("paragraph", pieces=tuple(_piece(piece, cited) for piece in block.pieces))
    assert isinstance(block, Chart)
    quoted = cited.get(block.published_id)
    if quoted is None or not charts.has_counties(quoted):
        return None
    caption = gettext("{figure}（{unit}）").format(figure=quoted.definition.label, unit=measure_word(quoted.definition))
    return ShownBlock("chart", chart=charts.county_chart(quoted), caption=caption)


def _piece(piece: str | Quoted, cited: Mapping[str, Cited]) -> str | ShownNumber:
    if isinstance(piece, str):
        return piece
    quoted = cited.get(piece.published_id)
    if quoted is None:
        return ShownNumber(piece.published_id, piece.published_id, is_missing=True)
    return ShownNumber(piece.published_id, quoted.text(piece.form))
