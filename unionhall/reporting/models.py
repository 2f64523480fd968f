"""The year review and its citations: which sentence quotes which figure, at which scope and time; what was frozen.

Values are never stored here while a review is a draft; they are counted when it is read.
"""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from unionhall.kernel import paths
from unionhall.kernel.fields import BlindIndexField, PathField
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
    saved_on = models.DateField(_("保存日期"))
    by_name = models.CharField(_("经办人"), max_length=40)

    class Meta:
        verbose_name = _("综述版次")
        ordering = ["-number"]
        constraints = [models.UniqueConstraint(fields=["review", "number"], name="review_text_number")]


class PublicationState(models.TextChoices):
    REVIEWED = "reviewed", _("已复核，待签发")
    PUBLISHED = "published", _("已发布")


class Publication(models.Model):
    """One version of a text on its way out: reviewed by one person, signed by another, then frozen for good.

    `bundle_name` is noted before the file is written, so that the file of a killed freeze is found by the next one.
    """

    scope_path = "review__organisation_path"

    review = models.ForeignKey(Review, models.PROTECT, related_name="publications", verbose_name=_("综述"))
    text = models.OneToOneField(ReviewText, models.PROTECT, related_name="publication", verbose_name=_("综述版次"))
    state = models.CharField(
        _("状态"), max_length=10, choices=PublicationState.choices, default=PublicationState.REVIEWED
    )
    reviewed_by = models.CharField(_("复核账号"), max_length=40)
    reviewed_name = models.CharField(_("复核人"), max_length=40)
    reviewed_on = models.DateField(_("复核日期"))
    signed_by = models.CharField(_("签发账号"), max_length=40, default="", blank=True)
    signed_name = models.CharField(_("签发人"), max_length=40, default="", blank=True)
    signed_on = models.DateField(_("签发日期"), null=True, blank=True)
    journal_number = models.BigIntegerField(_("日志条数"), default=0)
    journal_seal = models.CharField(_("封签"), max_length=64, default="", blank=True)
    bundle_name = models.CharField(max_length=64, default="", blank=True, editable=False)
    bundle_size = models.BigIntegerField(_("大小（字节）"), default=0)
    bundle_sha256 = models.CharField(_("文件 SHA-256"), max_length=64, default="", blank=True)

    objects = ScopedQuerySet.as_manager()

    class Meta:
        verbose_name = _("综述发布")
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["review"], condition=Q(state=PublicationState.PUBLISHED), name="publication_once"
            ),
            models.CheckConstraint(
                condition=~Q(reviewed_by="") & ~Q(signed_by=F("reviewed_by")), name="publication_two_people"
            ),
            models.CheckConstraint(
                condition=~Q(state=PublicationState.PUBLISHED)
                | (~Q(signed_by="") & Q(signed_on__isnull=False) & ~Q(bundle_sha256="")),
                name="publication_signed_and_frozen",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.review_id} {self.state}"


class FrozenValue(models.Model):
    """What a citation was worth when its text was published, with the 口径 of that day; never written again.

    `value` holds whole numbers as they are and fractions as "3/4": all, own, counties, basis, records, before.
    `texts` is how each form of it was printed.
    """

    scope_path = "publication__review__organisation_path"

    publication = models.ForeignKey(Publication, models.PROTECT, related_name="values", verbose_name=_("综述发布"))
    published_id = models.CharField(_("引用"), max_length=80)
    figure = models.CharField(_("数字"), max_length=80)
    label = models.CharField(_("指标"), max_length=120)
    definition = models.TextField(_("口径"))
    scope = models.CharField(_("范围"), max_length=6, choices=CitationScope.choices)
    county = models.IntegerField(_("县（区、市）"), default=0)
    scheme = models.CharField(_("方案"), max_length=40, default="", blank=True)
    period = models.IntegerField(_("期"), null=True, blank=True)
    time = models.CharField(_("归期"), max_length=60)
    value = models.JSONField(_("冻结值"))
    texts = models.JSONField(_("冻结的写法"))

    objects = ScopedQuerySet.as_manager()

    class Meta:
        verbose_name = _("冻结值")
        ordering = ["publication", "published_id"]
        constraints = [models.UniqueConstraint(fields=["publication", "published_id"], name="frozen_value_once")]

    def __str__(self) -> str:
        return self.published_id


class Draft(models.Model):
    """A text handed in to be checked: kept encrypted for its sender alone, deleted after `delete_after`."""

    scope_path = "organisation_path"

    file_name = models.CharField(_("文件名"), max_length=120, default="", blank=True)
    stored_name = models.CharField(_("存放名"), max_length=40)
    is_word = models.BooleanField(_("Word 文档"), default=False)
    by_username = models.CharField(_("账号"), max_length=150)
    organisation_path = PathField(_("层级"))
    received_at = models.DateTimeField(_("收到时间"), auto_now_add=True)
    delete_after = models.DateField(_("保存到"))

    objects = ScopedQuerySet.as_manager()

    class Meta:
        verbose_name = _("待查文稿")
        ordering = ["-received_at"]

    def __str__(self) -> str:
        return str(self.pk)


class Dismissal(models.Model):
    """A finding that somebody looked at and let stand: rule and sentence (blind index only), with the reason."""

    scope_path = "organisation_path"

    rule = models.CharField(_("规则"), max_length=20)
    sentence_index = BlindIndexField(_("句子索引"))
    reason = models.CharField(_("原因"), max_length=200)
    by_name = models.CharField(_("经办人"), max_length=40)
    on = models.DateField(_("日期"))
    organisation_path = PathField(_("层级"))

    objects = ScopedQuerySet.as_manager()

    class Meta:
        verbose_name = _("不作改动的问题")
        ordering = ["-on", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["organisation_path", "rule", "sentence_index"], name="dismissal_once")
        ]

    def __str__(self) -> str:
        return f"{self.rule} {self.pk}"
