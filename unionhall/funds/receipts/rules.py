"""Which due a payment is for, told from what the bank wrote: the payer's name, a credit code, the remark, the amount.

Pure decisions; never a guess: what is not sure stays unknown, for a clerk to match.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from unionhall.kernel.money import Fen

_CREDIT_CODE = re.compile(r"(?<![0-9A-Z])[0-9A-HJ-NPQRTUWXY]{18}(?![0-9A-Z])")
_NOT_TOLD_APART = str.maketrans(
    {"（": "(", "）": ")", "　": None, " ": None, "·": None, "、": None, "-": None, "—": None}
)
# What a union's account adds to, or leaves out of, its employer's name.
_ENDINGS = ("工会委员会", "基层工会", "工会联合会", "工会")
# A name shorter than this is found inside too many other names to prove anything in a remark.
SHORTEST_MENTION = 4


@dataclass(frozen=True)
class OpenDue:
    """A due with something left to pay. `names` are the unit's, its former ones' and its employer's."""

    due_id: int
    unit_id: int
    names: tuple[str, ...]
    codes: tuple[str, ...]
    left_fen: Fen


@dataclass(frozen=True)
class Incoming:
    """What is still open of a receipt, and what the bank wrote with it."""

    receipt_id: int
    payer_name: str
    remark: str
    open_fen: Fen


@dataclass(frozen=True)
class Plan:
    """Amounts to lay against dues; `why` says how the unit was known: code, payer, remark, or "" when not sure."""

    why: str
    unit_id: int = 0
    parts: tuple[tuple[int, Fen], ...] = ()

    @property
    def is_sure(self) -> bool:
        return bool(self.parts)


UNSURE = Plan("")


def plain_name(name: str) -> str:
    """A name as it is compared: without spaces, brackets alike, without the union's ending."""
    plain = name.translate(_NOT_TOLD_APART).upper()
    for ending in _ENDINGS:
        if plain.endswith(ending) and len(plain) > len(ending):
            return plain.removesuffix(ending)
    return plain


@dataclass(frozen=True)
class Directory:
    """Open dues by unit, units by code and by name."""

    dues: Mapping[int, Sequence[OpenDue]]
    by_code: Mapping[str, set[int]]
    by_name: Mapping[str, set[int]]
    words: tuple[str, ...] = ()

    @classmethod
    def of(cls, dues: Iterable[OpenDue], words: Iterable[str] = ()) -> "Directory":
        by_unit: dict[int, list[OpenDue]] = {}
        by_code: dict[str, set[int]] = {}
        by_name: dict[str, set[int]] = {}
        for due in dues:
            by_unit.setdefault(due.unit_id, []).append(due)
            for code in due.codes:
                by_code.setdefault(code, set()).add(due.unit_id)
            for name in due.names:
                by_name.setdefault(plain_name(name), set()).add(due.unit_id)
        return cls(by_unit, by_code, by_name, tuple(words))

    def unit_of(self, incoming: Incoming) -> tuple[str, int | None]:
        """How the unit is known and which it is; several or none: not sure."""
        written = f"{incoming.payer_name} {incoming.remark}".upper()
        codes = {unit for code in _CREDIT_CODE.findall(written) for unit in self.by_code.get(code, ())}
        if codes:
            return _only("code", codes)
        payers = self.by_name.get(plain_name(incoming.payer_name), set())
        if payers:
            return _only("payer", payers)
        return _only("remark", self._mentioned(incoming.remark))

    def _mentioned(self, remark: str) -> set[int]:
        """Units whose name stands in the remark; a name inside a longer one found there does not count."""
        plain = remark.translate(_NOT_TOLD_APART).upper()
        if len(plain) < SHORTEST_MENTION:
            return set()
        found = [name for name in self.by_name if len(name) >= SHORTEST_MENTION and name in plain]
        longest = [name for name in found if not any(name != other and name in other for other in found)]
        return {unit for name in longest for unit in self.by_name[name]}


def _only(why: str, units: set[int]) -> tuple[str, int | None]:
    return (why, next(iter(units))) if len(units) == 1 else ("", None)


def plan(incoming: Incoming, directory: Directory) -> Plan:
    """What to lay where, when it is sure.

    The unit must be known beyond doubt. An amount that equals one due, or all the unit's dues together, settles them.
    Any other amount is taken for the unit's only due if the remark names the scheme: then the due stands as part or
    surplus. The same amount without a known unit proves nothing: many units owe the same.
    """
    why, unit = directory.unit_of(incoming)
    dues = directory.dues.get(unit, ()) if unit is not None else ()
    if unit is None or not dues:
        return UNSURE
    equal = [due for due in dues if due.left_fen == incoming.open_fen]
    if len(equal) == 1:
        return Plan(why, unit, ((equal[0].due_id, incoming.open_fen),))
    if not equal and sum(due.left_fen for due in dues) == incoming.open_fen:
        return Plan(why, unit, tuple((due.due_id, due.left_fen) for due in dues))
    if len(dues) == 1 and any(word in incoming.remark for word in directory.words):
        return Plan(why, unit, ((dues[0].due_id, incoming.open_fen),))
    return UNSURE


def plan_all(arrivals: Iterable[Incoming], directory: Directory) -> list[tuple[Incoming, Plan]]:
    """The sure plans, in the order given; a due settled by an earlier one is no longer looked for."""
    dues = {unit: list(owed) for unit, owed in directory.dues.items()}
    remaining = replace(directory, dues=dues)
    sure = []
    for incoming in arrivals:
        found = plan(incoming, remaining)
        if found.is_sure:
            sure.append((incoming, found))
            laid = dict(found.parts)
            paid = [replace(owed, left_fen=owed.left_fen - laid.get(owed.due_id, 0)) for owed in dues[found.unit_id]]
            dues[found.unit_id] = [owed for owed in paid if owed.left_fen > 0]
    return sure
