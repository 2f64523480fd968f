"""People the search box finds: by name, pinyin initials, the number or its last four, within the scope.

Asked with a POST; details are masked.
"""

from datetime import date

from django.utils.translation import gettext

from unionhall.kernel.hits import Hit
from unionhall.kernel.identifiers import mask_id
from unionhall.kernel.scope import Scope
from unionhall.members.models import Person
from unionhall.members.registers import found_people

SHOWN = 20


def people(terms: str, scope: Scope, on: date) -> list[Hit]:
    """At most `SHOWN` files; the detail is the masked number and the union."""
    rows = Person.objects.current().visible_to(scope).filter(found_people(terms)).defer("phone")
    found = list(rows.order_by("pinyin", "pk").prefetch_related("memberships__unit")[:SHOWN])
    return [Hit(gettext("会员"), person.name, person.get_absolute_url(), _detail(person)) for person in found]


def _detail(person: Person) -> str:
    """The latest membership is the one that lets the reader see the file."""
    latest = max(person.memberships.all(), key=lambda m: m.from_on)
    return f"{mask_id(person.id_number)} · {latest.unit.name}"
