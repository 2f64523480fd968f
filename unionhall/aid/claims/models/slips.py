"""The acceptance slip a worker takes home: what opens her page, known here only as keyed hashes.

Issued again, it opens with the new slip alone.
"""

from django.db import models
from django.utils.translation import gettext_lazy as _

from unionhall.aid.claims.models.claims import Claim
from unionhall.kernel.fields import BlindIndexField
from unionhall.kernel.querysets import ScopedQuerySet

MISSES_AT_MOST = 5


class Slip(models.Model):
    """One a claim. `misses` counts wrong tries since it was issued, whichever process met them."""

    scope_path = "claim__unit__path"
    scheme_lookup = "claim__period__scheme__code"
    personal_fields = ("token_index", "code_index")

    claim = models.OneToOneField(Claim, models.PROTECT, related_name="slip", verbose_name=_("申领"))
    token_index = BlindIndexField(_("二维码"), unique=True)
    code_index = BlindIndexField(_("手输码"), unique=True)
    misses = models.IntegerField(_("输错次数"), default=0)
    issued_on = models.DateField(_("出单日期"))
    issued_by_name = models.CharField(_("出单人"), max_length=40)

    objects = ScopedQuerySet.as_manager()

    class Meta:
        verbose_name = _("受理单")
        constraints = [
            models.CheckConstraint(condition=models.Q(misses__range=(0, MISSES_AT_MOST)), name="slip_misses"),
        ]

    @property
    def is_locked(self) -> bool:
        return self.misses >= MISSES_AT_MOST
