"""What higher apps add to the members' register: a column with its filter.

Nothing of theirs is known here.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import django_filters

from unionhall.office.registers.columns import Column
from unionhall.ui.slots import Slot


@dataclass(frozen=True)
class RollColumn:
    """`annotate` adds to memberships what the column's `value` reads; it must not multiply or drop rows."""

    column: Column
    annotate: Callable[[Any], Any]
    filter_name: str
    filter: django_filters.Filter


ROLL_COLUMNS: Slot = Slot("() -> RollColumn: a column of the members' register and its filter")
