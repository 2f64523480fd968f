"""What members show on a unit's page: how many there are, the way to them, and to merging the union with its people.

Reads only.
"""

from datetime import date
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from unionhall.kernel.fields import subtree
from unionhall.kernel.scope import Scope
from unionhall.members.models import Membership
from unionhall.organisations import rules
from unionhall.organisations.models import Unit
from unionhall.ui.panels import Panel


def unit_panel(unit: Unit, scope: Scope, on: date) -> Panel:
    """会员 of the unit and of all below it."""
    held = Membership.objects.open()
    own = held.filter(unit=unit).count()
    below = held.filter(subtree("unit__path", unit.path)).count() - own
    roll = f"{reverse('members:members')}?{urlencode({'unit': unit.name})}"
    links = [(_("看名册"), roll)]
    if unit.closed_on is None and unit.parent_id and rules.may_change(scope, unit.path):
        links.append((_("并入别的工会"), reverse("members:merge-unions", args=[unit.pk])))
    note = ngettext("{n} 人", "{n} 人", own + below).format(n=f"{own + below:,}")
    return Panel(_("会员"), "members/unit_panel.html", {"own": own, "below": below}, note=note, links=tuple(links))


def unit_dependents(unit: Unit, on: date) -> list[str]:
    """A union with members is not closed: they must leave, move, or be merged with it."""
    count = Membership.objects.open().filter(unit=unit).count()
    return [gettext("还有 {n} 名会员").format(n=f"{count:,}")] if count else []
