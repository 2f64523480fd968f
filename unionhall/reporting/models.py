"""The year review and its citations: which sentence quotes which figure, at which scope and time.

Values are never stored here while a review is a draft; they are counted when it is read.
"""

from django.db import models
from django.utils.translation import gettext_lazy as _

from unionhall.kernel import paths
from unionhall.kernel.fields import PathField
from unionhall.kernel.querysets import ScopedQuerySet


class CitationScope(models.TextChoices):
    ALL = "all", _("全市")
    OWN = "own", _("市本级")
    COUNTY = "county", _("县（区、市）")


class Citation(models.Model):
    """`published_id` × figure × scope × time. `scheme` and `period` for scheme periods, else the year."""

    year = models.IntegerField(_("年度"))
    published_id = models.CharField(_("引用"), max_length=80)
    figure = models.CharField(_("数字"), max_length=80)
    scope = models.CharField(_("范围"), max_length=6, choices=CitationScope.choices, default=CitationScope.ALL)
    county = models.IntegerField(_("县（区、市）"), default=0)
    scheme = models.CharField(_("方案"), max_length=40, default="", blank=True)
    period = models.IntegerField(_("期"), null=True, blank=True)
    sentence = models.CharField(_("所在句"), max_length=300, default="", blank=True)

    class Meta:
        verbose_name = _("引用")
        ordering = ["year", "published_id"]
        constraints = [models.UniqueConstraint(fields=["year", "published_id"], name="citation_once")]

    def __str__(self) -> str:
        return self.published_id


class Review(models.Model):
    """A year's review of one organisation."""

    scope_path = "organisation_path"

    year = models.IntegerField(_("年度"))
    title = models.CharField(_("标题"), max_length=80)
    organisation_name = models.CharField(_("单位"), max_length=120)
    organisation_path = PathField(_("层级"))

    objects = ScopedQuerySet.as_manager()

    class Meta:
        verbose_name = _("年度综述")
        ordering = ["-year"]
        constraints = [models.UniqueConstraint(fields=["year", "organisation_path"], name="review_once")]

    def __str__(self) -> str:
        return self.title

    @property
    def within(self) -> str:
        """The subtree its numbers are counted in; "" for the topmost organisation's: 全市."""
        return "" if paths.depth(self.organisation_path) == 1 else self.organisation_path


class ReviewText(models.Model):
    """The n-th version of the whole text; a citation stands in it as {{published id}} or {{published id|万元}}."""

    review = models.ForeignKey(Review, models.PROTECT, related_name="texts", verbose_name=_("综述"))
    number = models.IntegerField(_("版次"))
    body = models.TextField(_("正文"))
    saved_at = models.DateTimeField(_("保存时间"), auto_now_add=True)
    by_name = models.CharField(_("经办人"), max_length=40)

    class Meta:
        verbose_name = _("综述版次")
        ordering = ["-number"]
        constraints = [models.UniqueConstraint(fields=["review", "number"], name="review_text_number")]
