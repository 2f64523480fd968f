"""The numbers the tree offers: 小三级 and the federations, as at a day.

Each is counted over dated placements, so a merger of January does not change December.
"""

from django.utils.translation import gettext_lazy as _

from unionhall.figures.figures import Figure
from unionhall.figures.measures import count
from unionhall.figures.phrases import Phrase
from unionhall.figures.relations import of_which
from unionhall.figures.times import AS_AT
from unionhall.figures.units import PIECES
from unionhall.organisations.facts import staff, units

# 晋中市总工会2025年综述: "500人以上基层工会联合会". Part of the name of the figure, not a term that changes.
LARGE_FEDERATION = 500

OWNER = _("组织部")


def _standing(id_: str, label: Phrase, kind: str, definition: Phrase) -> Figure:
    """Units of one kind that stand on the day."""
    return Figure(
        id_,
        label,
        unit=PIECES,
        time=AS_AT,
        fact=units,
        measure=count(),
        where=lambda f: f.kind == kind,
        definition=definition,
        owner=OWNER,
    )


township = _standing(
    "unions.township",
    _("乡镇（街道）工会"),
    "township",
    _("当日在册的乡镇、街道工会，按隶属登记清点；已注销、已并入的不计。"),
)
village = _standing(
    "unions.village",
    _("村（社区）工会"),
    "village",
    _("当日在册的村、社区工会，按隶属登记清点；已注销、已并入的不计。"),
)
federations = _standing(
    "unions.federations",
    _("基层工会联合会"),
    "federation",
    _("当日在册的基层工会联合会，按隶属登记清点；已注销、已并入的不计。"),
)

federations_500 = Figure(
    "unions.federations_500",
    _("500人以上基层工会联合会"),
    unit=PIECES,
    time=AS_AT,
    fact=staff,
    measure=count(),
    where=lambda f: (f.kind == "federation") & (f.headcount >= LARGE_FEDERATION),
    definition=_("当日在册的基层工会联合会中，最近一次上报职工人数达到 500 人的；人数为上报数。"),
    owner=OWNER,
)

FIGURES = (township, village, federations, federations_500)
RELATIONS = (of_which(federations_500, federations),)
