"""A reference year small enough for a test: two counties, some forty unions, three hundred people, built by the actions.

Use it where the cast is too small; it costs some seconds. What it holds is decided in `unionhall.reference_year.plan`.
"""

import hashlib

import pytest

from unionhall.aid.mutual_aid.models import Enrolment
from unionhall.funds.receipts.models import Settlement
from unionhall.members.models import Membership
from unionhall.organisations.models import Placement, StaffCount
from unionhall.reference_year.building import build
from unionhall.reference_year.plan import Plan, plan

# Ids of the citations the reference year publishes.
PUBLISHED = (
    "unions.township",
    "unions.federations_500",
    "unions.village",
    "mutual_aid.participants",
    "mutual_aid.participation_rate_gain",
    "mutual_aid.p17.paid",
    "mutual_aid.p17.beneficiaries",
    "mutual_aid.p17.own_batches",
    "mutual_aid.p17.own_paid",
    "mutual_aid.p17.own_beneficiaries",
    "mutual_aid.p18.collected",
    "mutual_aid.p17.paid",
    "mutual_aid.p17.beneficiaries",
    "mutual_aid.p17.own_batches",
    "mutual_aid.p17.own_paid",
    "mutual_aid.p17.own_beneficiaries",
)


@pytest.fixture
def tiny_year(db: None, settings) -> Plan:
    """The tiny year in the test's database; gives back its plan."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    build(size="tiny")
    return plan("tiny")


def natural_keys() -> str:
    """A hash of who stands where, enrolled when, paid how: the same for the same year, whatever the row numbers."""
    rows: list[tuple[object, ...]] = []
    rows += Placement.objects.values_list("unit__credit_code", "parent__credit_code", "from_on", "until_on")
    rows += StaffCount.objects.values_list("unit__credit_code", "staff", "from_on", "until_on")
    rows += Membership.objects.values_list("person__id_index", "unit__credit_code", "from_on", "until_on", "reason")
    rows += Enrolment.objects.values_list(
        "person__id_index", "period__number", "unit__credit_code", "tier__code", "enrolled_on", "is_renewal"
    )
    rows += Settlement.objects.values_list("receipt__bank_reference", "kind", "amount_fen", "on", "county")
    return hashlib.sha256("\n".join(sorted(map(repr, rows))).encode()).hexdigest()
