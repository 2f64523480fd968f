"""What accounts shows on others' pages: a unit's handler (代办员) and who it was before.

Fills `ui.slots.UNIT_PANELS`.
"""

from datetime import date

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from unionhall.accounts.queries import handlers_of
from unionhall.kernel.scope import Duty, Scope
from unionhall.organisations.models import Unit
from unionhall.ui.panels import Panel

FORMER_SHOWN = 5


def handler(unit: Unit, scope: Scope, on: date) -> Panel:
    """The handler in force on that day, the former ones, and the way to change it for who may."""
    posts = handlers_of(unit)
    present = next((post for post in posts if post.is_in_force(on)), None)
    former = [post for post in posts if post is not present and post.until_on is not None and post.until_on < on]
    may_change = scope.covers(unit.path, Duty.ENTER) or scope.covers(unit.path, Duty.ADMINISTER)
    links: tuple[tuple[str | Promise, str], ...] = ()
    if may_change and unit.closed_on is None:
        links = ((_("更换") if present else _("指定"), reverse("accounts:handler", args=[unit.pk])),)
    context = {"present": present, "former": former[:FORMER_SHOWN]}
    return Panel(_("代办员"), "accounts/handler_panel.html", context, links=links, is_aside=True)
