"""A paragraph read: its readings, and the questions checks ask of them (what stands before, who is worded alike).

Windows are bounded, so that every check stays linear in the length of the draft.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from unionhall.drafts import lexicon
from unionhall.drafts.reading import LIST, Reading, Role
from unionhall.drafts.units import Kind, are_alike, are_same

#: Numbers and sentences looked back on; a base may stand two clauses or sentences earlier.
MOST = 14
SENTENCES = 2
AMOUNTS = (Kind.COUNT, Kind.MONEY)


@dataclass(frozen=True, slots=True)
class Passage:
    """A paragraph's folded text and readings; `earlier` are the last readings of the paragraph before."""

    folded: str
    readings: tuple[Reading, ...]
    earlier: tuple[Reading, ...] = ()

    def before(self, reading: Reading, *, sentences: int = SENTENCES, most: int = MOST) -> list[Reading]:
        """What stands before, nearest first."""
        first = max(0, reading.order - most)
        return [r for r in reversed(self.readings[first : reading.order]) if r.sentence >= reading.sentence - sentences]

    def words_before(self, reading: Reading) -> str:
        """The sentence up to a number, at most 60 characters of it."""
        start = max(0, reading.quantity.start - 60)
        return re.split(r"[。！？\n]", self.folded[start : reading.quantity.start])[-1]

    def after(self, reading: Reading, *, most: int = MOST) -> list[Reading]:
        """What follows in the same sentence, in order."""
        rest = self.readings[reading.order + 1 : reading.order + 1 + most]
        return [r for r in rest if r.sentence == reading.sentence]

    def in_sentence(self, reading: Reading) -> list[Reading]:
        around = self.readings[max(0, reading.order - 30) : reading.order + 30]
        return [r for r in around if r.sentence == reading.sentence]

    def having(self, *roles: Role) -> Iterator[Reading]:
        return (r for r in self.readings if r.role in roles)

    def run(self, reading: Reading) -> list[Reading]:
        """The list of one kind and role a reading stands in, as 60%、30%和10%."""
        members = [reading]
        for step in (-1, 1):
            at = reading.order + step
            while 0 <= at < len(self.readings) and len(members) < MOST:
                other = self.readings[at]
                later = other if step > 0 else self.readings[at + 1]
                if (
                    other.role is not reading.role
                    or other.sentence != reading.sentence
                    or not LIST.fullmatch(later.lead)
                ):
                    break
                members.insert(0, other) if step < 0 else members.append(other)
                at += step
        return members


def is_amount(reading: Reading) -> bool:
    """A count or a sum of money that may be a part or a whole: not a rise, not a rate per head."""
    return reading.quantity.kind in AMOUNTS and reading.role not in (Role.CHANGE, Role.EACH)


def same_unit(one: Reading, other: Reading) -> bool:
    return are_same(one.quantity.unit, other.quantity.unit)


def like_unit(one: Reading, other: Reading) -> bool:
    return are_alike(one.quantity.unit, other.quantity.unit)


def label(reading: Reading) -> str:
    return reading.clause + reading.noun


def bigrams(words: str) -> set[str]:
    return {words[at : at + 2] for at in range(len(words) - 1)}


def content(words: str) -> str:
    """Words without those that name nothing."""
    return lexicon.EMPTY.sub("", words)


def are_worded_alike(words: str, reading: Reading) -> bool:
    """Whether two neighbouring characters of the words stand in the reading's label."""
    there = label(reading)
    return any(pair in there for pair in bigrams(words))
