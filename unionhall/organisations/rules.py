"""Which union may stand under which, what it may be called, and who may change it.

Pure decisions; the tree itself is changed in actions.py and placing.py.
"""

from collections.abc import Mapping

from unionhall.kernel import paths
from unionhall.kernel.identifiers import credit_code_fault
from unionhall.kernel.scope import Duty, Scope

# 工会法 (2021) 10-11: city over county over township over village; joint federations and industry unions beside them;
# an employer's union under any of these. The kinds are those of `UnitKind`.
STANDS_UNDER: Mapping[str, frozenset[str]] = {
    "city": frozenset(),
    "county": frozenset({"city"}),
    "industry": frozenset({"city", "county"}),
    "township": frozenset({"county"}),
    "village": frozenset({"township"}),
    "federation": frozenset({"city", "county", "township", "industry"}),
    "grassroots": frozenset({"city", "county", "township", "village", "federation", "industry"}),
}

# Where a list of unlike unions is shown, it follows this order.
KIND_ORDER = ("city", "county", "industry", "township", "federation", "village", "grassroots")

# A county's clerk keeps the tree below the county; the units of the city's own level, and the county federations, are
# the administrator's. Reviewers, payers and leaders change nothing.
DUTY_BELOW = Duty.ENTER
DUTY_AT_OWN_LEVEL = Duty.ADMINISTER


def may_stand_under(kind: str, upper: str | None) -> bool:
    """Whether a unit of this kind may stand under one of kind `upper` (None: at the root)."""
    return kind == "city" if upper is None else upper in STANDS_UNDER[kind]


def may_change(scope: Scope, path: str) -> bool:
    """Whether the scope may move, rename, merge, split or close the unit at this path, or let another stand under it.

    Who enters may, for units strictly below the own organisation; who administers may, for all within.
    """
    return scope.covers(path, DUTY_AT_OWN_LEVEL) or scope.covers(paths.parent(path) or "", DUTY_BELOW)


def may_receive(scope: Scope, path: str) -> bool:
    """Whether the scope may put a unit under the one at this path: its own organisation or any below."""
    return scope.covers(path, DUTY_AT_OWN_LEVEL) or scope.covers(path, DUTY_BELOW)


def county_below(*, kind: str, region_code: int | None, county_of_upper: int) -> int:
    """The county a unit counts for: a county federation's own code, else its upper level's; 0 is the city itself."""
    return (region_code or 0) if kind == "county" else county_of_upper


def tidy_name(text: str) -> str:
    """A name as it is kept: no blanks at the ends or inside (Chinese names have none)."""
    return "".join(text.split())


def tidy_code(text: str | None) -> str | None:
    """A credit code as it is kept: 18 half-width capitals and digits; None for none."""
    return "".join((text or "").split()).upper() or None


def code_is_wrong(code: str | None) -> bool:
    """Whether a credit code is given and fails its form or its check digit (GB 32100-2015)."""
    return code is not None and credit_code_fault(code) is not None
