"""The numbers of mutual aid's enrolling half: who takes part, what share of the staff that is, what was collected.

By scheme period. What is paid out comes with claims.
"""

from django.utils.translation import gettext_lazy as _

from unionhall.aid.mutual_aid.facts import enrolments
from unionhall.figures.figures import Change, Figure, Ratio
from unionhall.figures.measures import distinct, total
from unionhall.figures.times import AS_AT, SCHEME_PERIOD
from unionhall.figures.units import PEOPLE, YUAN
from unionhall.funds.receipts.facts import settlements
from unionhall.organisations.facts import staff as staff_reported

OWNER = _("权益保障部")

participants = Figure(
    "mutual_aid.participants",
    _("大病医疗互助参加职工"),
    unit=PEOPLE,
    time=SCHEME_PERIOD,
    fact=enrolments,
    measure=distinct("person_id"),
    definition=_("本期登记参保、没有退保的职工，按证件号码一人只计一次。"),
    owner=OWNER,
    synonyms=(_("参保职工"), _("互助参加职工"), _("参加互助职工"), _("互助参保职工")),
)

# Federations report their units' staff over again, so only the grassroots unions' own counts are added up.
staff = Figure(
    "mutual_aid.staff",
    _("基层工会职工人数"),
    unit=PEOPLE,
    time=AS_AT,
    fact=staff_reported,
    where=lambda f: f.kind == "grassroots",
    measure=total("headcount"),
    definition=_("当日在册的基层工会最近一次上报的职工人数之和；为上报数，联合会所报不重复计入。"),
    owner=OWNER,
)

participation_rate = Ratio(
    "mutual_aid.participation_rate",
    _("互助参互率"),
    of=participants,
    to=staff,
    definition=_("本期参加职工除以基层工会职工人数；职工人数取本期登记截止日（未到截止日的取当日）。"),
    owner=OWNER,
    synonyms=(_("参保率"), _("参互率")),
)

participation_rate_gain = Change(
    "mutual_aid.participation_rate_gain",
    _("互助参互率提高"),
    of=participation_rate,
    definition=_("本期参互率减去上一期参互率，单位为百分点。"),
    owner=OWNER,
)

collected = Figure(
    "mutual_aid.collected",
    _("互助金收缴"),
    unit=YUAN,
    time=SCHEME_PERIOD,
    fact=settlements,
    measure=total("amount_fen"),
    definition=_("核对到本期应缴款的银行到款，减去退款；没有认领的到款不计。"),
    owner=OWNER,
    synonyms=(_("互助金"), _("收缴互助金")),
)

FIGURES = (participants, staff, participation_rate, participation_rate_gain, collected)
