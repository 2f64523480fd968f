"""A review published: who may, what is refused, what is frozen, what is locked, what the records say since."""

import io
import json
from io import BytesIO
from zipfile import ZipFile

import polars as pl
import pytest
from django.db import IntegrityError, transaction
from django.test import Client

from tests.aid.mutual_aid.test_roster import STRANGERS, book, upload
from tests.cast import TODAY, Cast, user
from tests.reporting.test_pages import browsing, words, year
from unionhall.accounts.queries import scope_of
from unionhall.aid.mutual_aid import actions as mutual_aid
from unionhall.aid.mutual_aid.facts import enrolments
from unionhall.aid.mutual_aid.figures import participants
from unionhall.aid.mutual_aid.models import Enrolment
from unionhall.figures.catalogue import catalogue
from unionhall.figures.relations import sums
from unionhall.kernel.scope import Duty
from unionhall.office import jobs, journal
from unionhall.office.documents import storage
from unionhall.office.imports import actions as imports
from unionhall.office.imports.models import Import
from unionhall.office.imports.refusals import ImportLocked
from unionhall.office.jobs.models import Job
from unionhall.office.journal.models import Entry
from unionhall.reporting import actions, bundles, freezing, tasks
from unionhall.reporting.feeding import citations_of_record, fed_panel
from unionhall.reporting.frozen import frozen_year, kept_value, published, told_value
from unionhall.reporting.models import Citation, FrozenValue, Publication, Review
from unionhall.reporting.restating import moved_records, restated
from unionhall.reporting.waiting import to_sign

__all__ = ["year"]

ID = "mutual_aid.participants"
BODY = f"# 一、\n参加互助 {{{{{ID}}}}} 人，参互率 {{{{mutual_aid.participation_rate}}}}%。"


def citys() -> Review:
    return Review.objects.order_by("organisation_path").first()


def sign(year: Cast) -> Publication:
    """Li's text reviewed by Li, signed by Liu."""
    review = citys()
    actions.save_text(review=review, body=BODY, based_on=1, by=year.li, on=TODAY)
    freezing.mark_reviewed(review=review, number=2, by=year.li, on=TODAY)
    return freezing.publish(review=review, by=year.liu, on=TODAY)


def withdraw_one(year: Cast) -> Enrolment:
    """The earliest share of the weavers that still stands."""
    enrolment = Enrolment.objects.standing().filter(unit=year.weavers).earliest("pk")
    return mutual_aid.withdraw(enrolment=enrolment, reason="重复参保", by=year.wang, on=TODAY)


def test_it_freezes_values_definitions_and_the_records_behind(year: Cast) -> None:
    publication = sign(year)
    row = FrozenValue.objects.get(publication=publication, published_id=ID)
    assert (row.value["all"], row.texts[""]) == (3, "3")
    assert "按证件号码一人只计一次" in row.definition
    assert row.value["basis"] == {"named": 3}
    with ZipFile(BytesIO(bundles.content_of(publication))) as zipped:
        manifest = json.loads(zipped.read("manifest.json"))
        for listed in manifest["files"]:
            assert bundles.sha256(zipped.read(listed["name"])) == listed["sha256"]
        frame = pl.read_parquet(io.BytesIO(zipped.read("enrolments.parquet")))
        everything = b"".join(zipped.read(name) for name in zipped.namelist())
    assert {row["name"] for row in manifest["files"]} == {"enrolments.parquet", "staff.parquet", "text.md"}
    assert manifest["journal"] == {"number": publication.journal_number, "seal": publication.journal_seal}
    [column] = [ask["column"] for ask in manifest["asks"] if ask["figure"] == ID and ask["time"].endswith("18")]
    assert frame.filter(pl.col(column))["person"].n_unique() == 3
    assert sorted(frame["record_id"]) == sorted(Enrolment.objects.values_list("pk", flat=True))
    assert "person_id" not in frame.columns
    assert not any(number.encode() in everything for number in STRANGERS)
    assert b"PK" not in (storage._place(publication.bundle_name)).read_bytes()[:64]


def test_persons_stand_under_the_upper_levels_key(year: Cast, settings) -> None:
    ids = list(Enrolment.objects.values_list("person_id", flat=True))
    own = bundles.person_hashes(ids)
    settings.UPPER_KEY = bytes(range(32))
    upper = bundles.person_hashes(ids)
    assert len(set(upper.values())) == 3
    assert not set(upper.values()) & set(own.values())
    assert upper == bundles.person_hashes(ids)


def test_what_is_missing_is_named(year: Cast) -> None:
    review = citys()
    with pytest.raises(freezing.NotReviewed):
        freezing.publish(review=review, by=year.liu, on=TODAY)
    freezing.mark_reviewed(review=review, number=1, by=year.li, on=TODAY)
    with pytest.raises(freezing.AlreadyReviewed):
        freezing.mark_reviewed(review=review, number=1, by=year.liu, on=TODAY)
    with pytest.raises(freezing.SamePerson):
        freezing.publish(review=review, by=year.li, on=TODAY)
    Citation.objects.filter(published_id=ID).update(figure="no.such")
    with pytest.raises(freezing.CitationsMissing) as refused:
        freezing.publish(review=review, by=year.liu, on=TODAY)
    assert ID in str(refused.value)
    assert Publication.objects.filter(state="published").count() == FrozenValue.objects.count() == 0
    assert Import.objects.exclude(locked_by="").count() == 0


def test_a_version_saved_after_the_review_wants_another(year: Cast) -> None:
    review = citys()
    freezing.mark_reviewed(review=review, number=1, by=year.li, on=TODAY)
    actions.save_text(review=review, body=BODY, based_on=1, by=year.li, on=TODAY)
    with pytest.raises(freezing.NotReviewed):
        freezing.publish(review=review, by=year.liu, on=TODAY)
    with pytest.raises(freezing.NothingToReview):
        freezing.mark_reviewed(review=review, number=1, by=year.liu, on=TODAY)


def test_a_broken_relation_stops_it(year: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    review = citys()
    freezing.mark_reviewed(review=review, number=1, by=year.li, on=TODAY)
    monkeypatch.setitem(catalogue._relations, sums(participants, participants, participants), None)
    with pytest.raises(freezing.RelationsBroken) as refused:
        freezing.publish(review=review, by=year.liu, on=TODAY)
    assert "3 + 3 ≠ 3" in str(refused.value)
    assert "3 + 3 ≠ 3" in browsing(year.liu).get("/review/publishing/").content.decode()
    assert not Publication.objects.filter(state="published").exists()


def test_two_people_is_a_constraint(year: Cast) -> None:
    publication = sign(year)
    with pytest.raises(IntegrityError), transaction.atomic():
        Publication.objects.filter(pk=publication.pk).update(signed_by=publication.reviewed_by)


def test_a_published_text_stays(year: Cast) -> None:
    publication = sign(year)
    with pytest.raises(freezing.AlreadyPublished):
        actions.save_text(review=citys(), body=BODY, based_on=2, by=year.li, on=TODAY)
    with pytest.raises(freezing.AlreadyPublished) as refused:
        freezing.publish(review=citys(), by=year.liu, on=TODAY)
    assert publication.signed_name in str(refused.value)
    assert Publication.objects.filter(state="published").count() == 1


def test_a_frozen_roster_cannot_be_undone(year: Cast) -> None:
    sign(year)
    sent = Import.objects.filter(kind="mutual_aid.roster").earliest("pk")
    assert sent.locked_by == citys().title
    with pytest.raises(ImportLocked):
        imports.undo(sent, reason="传错文件", by=year.wang, on=TODAY)
    fresh = imports.commit(
        imports.read(upload(year, book((1, "后来人", STRANGERS[4], None, "普通", 40, None)))), by=year.wang, on=TODAY
    )
    assert fresh.locked_by == ""
    assert Entry.objects.get(verb="reporting.review.published").facts["imports"] == 2


def test_what_changed_since_is_told_with_its_records(year: Cast) -> None:
    publication = sign(year)
    assert [row for row in restated(publication).values() if row.has_moved] == []
    gone = withdraw_one(year)
    imports.commit(
        imports.read(upload(year, book((1, "后来人", STRANGERS[4], None, "普通", 40, None)))), by=year.wang, on=TODAY
    )
    withdraw_one(year)
    found = restated(publication)
    assert (found[ID].frozen.text(), found[ID].now_text, found[ID].difference) == ("3", "2", "−1")
    assert found["mutual_aid.participation_rate"].has_moved
    [moved] = moved_records(publication, [found[ID]])[ID]
    assert gone.pk in moved.gone
    assert (len(moved.gone), len(moved.added), moved.changed) == (2, 1, ())


def test_a_record_counted_elsewhere_is_a_changed_one(year: Cast) -> None:
    publication = sign(year)
    one = Enrolment.objects.filter(unit=year.weavers).first()
    Enrolment.objects.filter(pk=one.pk).update(amount_fen=3000)
    [moved] = moved_records(publication, [restated(publication)[ID]])[ID]
    assert (moved.gone, moved.added, moved.changed) == ((), (), (one.pk,))


def test_a_touched_bundle_is_refused(year: Cast) -> None:
    publication = sign(year)
    storage.delete(publication.bundle_name)
    storage.save(b"PK", name=publication.bundle_name)
    with pytest.raises(bundles.BundleDamaged):
        bundles.opened(publication)
    withdraw_one(year)
    page = browsing(year.li).get("/review/publishing/").content.decode()
    assert "指纹不符" in page


def test_values_come_back_as_they_were_kept(year: Cast) -> None:
    for cited in frozen_year(sign(year)).values():
        assert kept_value(told_value(kept_value(cited.value))) == kept_value(cited.value)
        assert told_value(kept_value(cited.value)).all == cited.number


def test_pages_from_draft_to_restatement(year: Cast) -> None:
    li, liu = browsing(year.li), browsing(year.liu)
    assert "去复核" in li.get("/review/publishing/").content.decode()
    assert "去签发" not in liu.get("/review/publishing/").content.decode()
    li.post("/review/publishing/reviewed/", {"number": "1"})
    assert "签发须是另一个人" in li.get("/review/publishing/").content.decode()
    assert li.get("/review/publishing/sign/").status_code == 403
    assert "去签发" in liu.get("/review/publishing/").content.decode()
    answer = liu.post("/review/publishing/sign/")
    job = Job.objects.get(kind=tasks.KIND)
    assert answer.url == f"/system/jobs/{job.number}/"
    done = jobs.run(job)
    assert (done.state, done.result) == ("done", {"count": 1}), done.sentence
    assert "没有更正" in li.get("/review/publishing/").content.decode()
    gone = withdraw_one(year)
    page = li.get("/review/publishing/").content.decode()
    assert gone.person.name in page
    assert gone.person.get_absolute_url() in page
    review = li.get("/review/").content.decode()
    assert "有 1 个数字发布以后有更正" in review
    assert ">3</a> 人" in review
    panel = li.get(f"/review/numbers/{ID}/").content.decode()
    assert all(word in panel for word in ("冻结值", "现在", "更正说明", "减少 1 条"))
    word = words(li.get("/review/word/").content)
    assert "参加互助 3 人" in word
    assert published(citys()).bundle_sha256[:16] in word
    brief = li.get("/review/brief/").content.decode()
    assert "<b>3</b>" in brief
    assert li.get("/review/edit/").status_code == 200
    assert "已在" in li.post("/review/edit/", {"body": BODY, "based_on": "1"}).content.decode()


def test_the_bundle_is_taken_by_duty_and_journalled(year: Cast) -> None:
    publication = sign(year)
    assert browsing(year.li).post("/review/bundle/").status_code == 403
    assert browsing(year.zhao).get("/review/bundle/").status_code == 405
    answer = browsing(year.zhao).post("/review/bundle/")
    assert bundles.sha256(answer.content) == publication.bundle_sha256
    assert Entry.objects.get(verb="reporting.bundle.taken").actor == "zhao"
    # Pingyao has a review of its own, unpublished: the city's bundle is not theirs to take.
    assert browsing(user("py", "某人", year.pingyao, "岗位", Duty.PUBLISH)).post("/review/bundle/").status_code == 404


def test_a_refused_freeze_leaves_no_file(year: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    review = citys()
    freezing.mark_reviewed(review=review, number=1, by=year.li, on=TODAY)

    def fail(*_args: object, **_named: object) -> None:
        raise RuntimeError

    monkeypatch.setattr(freezing, "_lock_imports", fail)
    with pytest.raises(RuntimeError):
        freezing.publish(review=review, by=year.liu, on=TODAY)
    noted = Publication.objects.get()
    assert noted.state == "reviewed"
    with pytest.raises(FileNotFoundError):
        storage.load(noted.bundle_name)
    monkeypatch.undo()
    assert freezing.publish(review=review, by=year.liu, on=TODAY).state == "published"


def test_which_citations_a_record_feeds_and_what_they_were_without_it(year: Cast) -> None:
    actions.save_text(review=citys(), body=BODY, based_on=1, by=year.li, on=TODAY)
    one = Enrolment.objects.filter(unit=year.weavers).earliest("pk")
    fed = {row.citation.published_id: row for row in citations_of_record((enrolments,), one.pk, year=2025, on=TODAY)}
    assert set(fed) == {ID, "mutual_aid.participation_rate"}
    assert (fed[ID].now, fed[ID].without) == (3, 2)
    assert fed["mutual_aid.participation_rate"].moves
    assert fed_panel((enrolments,), one.pk, year=2025, on=TODAY) is not None
    withdraw_one(year)
    assert citations_of_record((enrolments,), one.pk, year=2025, on=TODAY) == []
    assert fed_panel((enrolments,), one.pk, year=2025, on=TODAY) is None


def test_the_job_run_again_finds_it_done(year: Cast) -> None:
    freezing.mark_reviewed(review=citys(), number=1, by=year.li, on=TODAY)
    job = tasks.start_publishing(review=citys(), by=year.liu, on=TODAY)
    before = journal.count(["reporting"])
    assert jobs.run(job).state == "done"
    Job.objects.filter(pk=job.pk).update(state="waiting")
    assert jobs.run(Job.objects.get(pk=job.pk)).state == "done"
    assert journal.count(["reporting"]) == before + 1
    assert isinstance(browsing(year.li), Client)


def test_it_waits_for_another_than_the_reviewer(year: Cast) -> None:
    both = user("gao", "高明远", year.city, "副主席", Duty.REVIEW, Duty.PUBLISH)
    freezing.mark_reviewed(review=citys(), number=1, by=both, on=TODAY)
    assert [line.title for line in to_sign(scope_of(year.liu, TODAY), TODAY)] == [citys().title]
    assert to_sign(scope_of(both, TODAY), TODAY) == to_sign(scope_of(year.li, TODAY), TODAY) == []
    actions.save_text(review=citys(), body=BODY, based_on=1, by=year.li, on=TODAY)
    assert to_sign(scope_of(year.liu, TODAY), TODAY) == []


def test_the_leaders_home_minds_what_was_restated_and_prints_the_brief(year: Cast) -> None:
    client = browsing(year.liu)
    before = client.get("/")
    assert "/review/brief/pdf/" in before.content.decode()
    assert before.context["minding"] == 0
    sign(year)
    withdraw_one(year)
    page = client.get("/")
    assert page.context["minding"] == 2  # people and the rate
    assert "已发布的综述有 2 个数因记录更正而变" in page.content.decode()
    client.post("/ui/year/", {"year": "2024", "next": "/"})
    assert "打印一页纸" not in client.get("/").content.decode()
