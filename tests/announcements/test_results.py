"""Yearly results: computed by an editor, published for good, shown with last year's, downloadable (S1.30)."""

from __future__ import annotations

import csv
import datetime as dt
import io
import json
from pathlib import Path

import pytest
import time_machine
from bs4 import BeautifulSoup
from django.contrib.auth.models import Group
from django.urls import reverse
from django.utils import timezone, translation

from announcements.models import AnnualResults
from announcements.results import publishing as services
from announcements.results.display import number, year_view
from announcements.results.export import as_csv, as_json
from announcements.results.models import FrozenError
from announcements.results.publishing import Duty, ResultsError, compute_draft, correct, next_duty, publish
from announcements.starter import grant_rights
from portal.audit.models import AuditEntry
from tests.accounts.factories import UserFactory
from tests.announcements.factories import BIG, figures, results_page, row, year
from tests.cases.factories import received_case, world
from tests.helpers import assert_same_queries
from tests.letters import pdf

pytestmark = pytest.mark.django_db

NOON = dt.datetime(2026, 11, 22, 5, tzinfo=dt.UTC)
SMALL = (
    *BIG,
    row(organization_id=3, organization="อบต.เล็กมาก", received=3, closed=2, helped=1, persons=4, baht=7_777),
)


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel(NOON, tick=False) as traveller:
        results_page()
        yield traveller


@pytest.fixture
def computed(monkeypatch):
    """Let the register hold given figures."""

    def hold(rows=BIG) -> None:
        monkeypatch.setattr(services, "yearly_figures", lambda be_year: figures(rows, be_year))

    hold()
    return hold


@pytest.fixture
def compute(client, django_capture_on_commit_callbacks):
    """Order a year as an editor does, let the queue compute it, and go where its page leads."""

    def order(be_year: str):
        with django_capture_on_commit_callbacks(execute=True):
            answer = client.post(reverse("announcements_cms:results_compute"), {"be_year": be_year})
        return client.get(answer["Location"], follow=True)

    return order


def editor(group: str = "Moderators"):
    grant_rights()
    user = UserFactory()
    user.groups.add(Group.objects.get(name=group))
    return user


def shown_on(client, be_year: int = 2569) -> dict[str, str]:
    """Return what the page of a draft sends along when the figures that it shows are published."""
    page = client.get(reverse("announcements_cms:results_draft", args=[be_year]))
    return {"shown": BeautifulSoup(page.content, "html.parser").select_one('[name="shown"]')["value"]}


class TestPublishing:
    def test_a_draft_is_computed_and_can_be_computed_again(self, computed) -> None:
        user = UserFactory()
        draft = compute_draft(be_year=2569, user=user)
        assert draft.snapshot["total"]["received"] == 96
        assert not draft.is_published
        computed(SMALL)
        again = compute_draft(be_year=2569, user=user)
        assert again.pk == draft.pk
        assert again.snapshot["total"]["received"] == 99

    def test_only_publishable_figures_are_ever_stored(self, computed) -> None:
        """The table of the database holds nothing that the page would not show."""
        computed(SMALL)
        stored = json.dumps(compute_draft(be_year=2569, user=None).snapshot, ensure_ascii=False)
        assert "7777" not in stored
        line = next(o for o in json.loads(stored)["organizations"] if o["organization"] == "อบต.เล็กมาก")
        assert line["received"] is None
        assert line["baht"] is None

    def test_published_figures_never_change(self, computed) -> None:
        user = UserFactory()
        compute_draft(be_year=2569, user=user)
        published = publish(be_year=2569, user=UserFactory(), method=" นับจากสมุดทะเบียน ")
        assert published.method == "นับจากสมุดทะเบียน"
        computed(SMALL)
        with pytest.raises(ResultsError):
            compute_draft(be_year=2569, user=user)
        with pytest.raises(ResultsError):
            publish(be_year=2569, user=user)
        for name, value in (
            ("snapshot", {**published.snapshot, "total": {}}),
            ("be_year", 2568),
            ("published_at", None),
            ("method", "อื่น"),
        ):
            fresh = AnnualResults.objects.get(pk=published.pk)
            setattr(fresh, name, value)
            with pytest.raises(FrozenError):
                fresh.save()
        with pytest.raises(FrozenError):
            published.delete()
        assert AnnualResults.objects.get().snapshot["total"]["received"] == 96

    def test_a_draft_may_be_deleted(self, computed) -> None:
        compute_draft(be_year=2569, user=None).delete()
        assert not AnnualResults.objects.exists()

    def test_an_error_found_later_is_told_beside_the_figures(self, client) -> None:
        year()
        correct(be_year=2569, user=UserFactory(), text="เดือนมกราคมขาดไปสองเรื่อง")
        body = client.get("/results/2569/").content.decode()
        assert "เดือนมกราคมขาดไปสองเรื่อง" in body
        assert AnnualResults.objects.get().snapshot["total"]["received"] == 96

    def test_a_draft_cannot_be_corrected(self, computed) -> None:
        compute_draft(be_year=2569, user=None)
        with pytest.raises(ResultsError):
            correct(be_year=2569, user=UserFactory(), text="x")

    @pytest.mark.parametrize("be_year", [2559, 2571, 0, 9999, 2026])
    def test_years_without_figures_are_refused(self, computed, be_year: int) -> None:
        with pytest.raises(ResultsError):
            compute_draft(be_year=be_year, user=None)

    def test_a_year_is_published_only_when_it_is_over(self, computed) -> None:
        compute_draft(be_year=2570, user=None)
        with pytest.raises(ResultsError, match="ยังไม่สิ้นสุด"):
            publish(be_year=2570, user=UserFactory())

    def test_a_draft_from_before_the_end_of_the_year_is_computed_again_first(self, computed, clock) -> None:
        clock.move_to(dt.datetime(2026, 9, 30, 16, 59, tzinfo=dt.UTC))
        compute_draft(be_year=2569, user=None)
        clock.move_to(dt.datetime(2026, 9, 30, 17, 1, tzinfo=dt.UTC))
        with pytest.raises(ResultsError, match="คำนวณร่างใหม่"):
            publish(be_year=2569, user=UserFactory())
        compute_draft(be_year=2569, user=None)
        assert publish(be_year=2569, user=UserFactory()).is_published

    def test_nothing_is_published_without_a_draft(self) -> None:
        with pytest.raises(ResultsError, match="คำนวณร่างก่อน"):
            publish(be_year=2569, user=UserFactory())

    def test_every_step_is_on_record(self, computed) -> None:
        user = UserFactory()
        other = UserFactory()
        compute_draft(be_year=2569, user=user)
        publish(be_year=2569, user=other)
        correct(be_year=2569, user=other, text="แก้")
        found = AuditEntry.objects.filter(subject="results:2569").order_by("pk")
        assert [entry.action for entry in found] == ["results.compute", "results.publish", "results.correct"]
        assert [entry.data for entry in found] == [{"user": one.pk} for one in (user, other, other)]

    def test_two_persons_publish_and_the_figures_keep_their_fingerprint(self, computed) -> None:
        user = UserFactory()
        compute_draft(be_year=2569, user=user)
        with pytest.raises(ResultsError, match="อีกคน"):
            publish(be_year=2569, user=user)
        published = publish(be_year=2569, user=UserFactory())
        published.refresh_from_db()
        assert published.fingerprint == services.fingerprint_of(published.snapshot)
        assert len(published.fingerprint) == 64
        assert published.fingerprint in year_view(published, None).notes[-1]
        assert json.loads(as_json(published))["fingerprint"] == published.fingerprint
        published.fingerprint = "0" * 64
        with pytest.raises(FrozenError):
            published.save()

    def test_invented_figures_say_so_first_in_every_page_and_file(
        self, client, computed, tmp_path: Path
    ) -> None:
        compute_draft(be_year=2569, user=None, demonstration=True)
        results = publish(be_year=2569, user=UserFactory())
        words = "ตัวเลขสาธิตจากเรื่องสมมติ"
        assert as_csv(results).decode("utf-8-sig").startswith(words)
        assert next(iter(json.loads(as_json(results)).values())).startswith(words)
        main = client.get("/results/2569/").content.decode().split("<main", 1)[1]
        assert main.index(words) < main.index("<h1")
        text = pdf.squeezed(pdf.text_of(client.get("/results/2569/report.pdf").content, tmp_path))
        assert pdf.squeezed(words) in text[:300]

    def test_the_register_itself_can_be_asked(self) -> None:
        """No stand-in: an empty register gives an empty year."""
        assert compute_draft(be_year=2569, user=None).snapshot["total"] == {
            "received": 0,
            "closed": 0,
            "helped": 0,
        }


class TestDuty:
    def test_the_year_that_ended_is_due_within_a_year(self) -> None:
        duty = next_duty(dt.date(2026, 11, 22))
        assert (duty.be_year, duty.published, duty.due_on) == (2569, False, dt.date(2027, 9, 30))
        assert duty.days_left == 312
        assert not duty.is_overdue
        assert duty.tone == "warning"

    def test_the_duty_turns_with_the_fiscal_year(self) -> None:
        assert next_duty(dt.date(2026, 9, 30)).be_year == 2568
        assert next_duty(dt.date(2026, 9, 30)).days_left == 0
        assert next_duty(dt.date(2026, 10, 1)).be_year == 2569

    @pytest.mark.parametrize(
        ("published", "days_left", "tone"),
        [(False, 0, "warning"), (False, -1, "critical"), (True, -1, "warning")],
    )
    def test_the_duty_is_critical_once_it_is_overdue(
        self, published: bool, days_left: int, tone: str
    ) -> None:
        duty = Duty(be_year=2568, published=published, days_left=days_left, due_on=dt.date(2026, 9, 30))
        assert duty.tone == tone

    def test_a_year_that_nobody_published_is_not_forgotten_when_the_next_one_ends(self) -> None:
        """S1.30: a whole year passed, and what is owed first is named until it is out."""
        year(be_year=2567)
        duty = next_duty(dt.date(2026, 10, 1))
        assert (duty.be_year, duty.due_on, duty.days_left) == (2568, dt.date(2026, 9, 30), -1)
        assert duty.is_overdue
        year(be_year=2568)
        assert next_duty(dt.date(2026, 10, 1)).be_year == 2569

    def test_the_first_year_that_is_owed_is_that_of_the_first_request(self) -> None:
        with time_machine.travel(dt.datetime(2025, 9, 30, 5, tzinfo=dt.UTC), tick=False):
            received_case(world())
        assert next_duty(dt.date(2026, 10, 1)).be_year == 2568
        assert services.unpublished(dt.date(2026, 10, 1)) == [2568, 2569]

    def test_a_published_year_is_done(self) -> None:
        year()
        assert next_duty(dt.date(2026, 11, 22)).published


class TestIndex:
    def test_without_a_published_year_it_says_so(self, client) -> None:
        body = client.get("/results/").content.decode()
        assert "ยังไม่มีปีที่เผยแพร่ผล" in body
        assert "2569" in body
        assert "30 กันยายน 2570" in body

    def test_drafts_are_nowhere_public(self, client) -> None:
        year(SMALL, published=False)
        body = client.get("/results/").content.decode()
        assert "ยังไม่มีปีที่เผยแพร่ผล" in body
        assert "96" not in body
        for name in ("", "report.pdf", "data.csv", "data.json"):
            assert client.get(f"/results/2569/{name}").status_code == 404

    def test_years_are_listed_newest_first(self, client) -> None:
        year(be_year=2568)
        year(be_year=2569)
        body = client.get("/results/").content.decode()
        assert body.index("ปีงบประมาณ 2569") < body.index("ปีงบประมาณ 2568")
        assert "ยังไม่เผยแพร่" not in body

    def test_queries_do_not_grow_with_the_years(self, client) -> None:
        year(be_year=2567)
        assert_same_queries(lambda: client.get("/results/"), lambda: [year(be_year=2568), year(be_year=2569)])

    def test_crawlers_are_told_of_published_years_only(self, client) -> None:
        year(be_year=2569)
        year(be_year=2568, published=False)
        sitemap = client.get("/sitemap.xml").content.decode()
        assert "/results/2569/" in sitemap
        assert "/results/2568/" not in sitemap


class TestYear:
    def test_figures_pictures_tables_and_notes(self, client) -> None:
        year()
        response = client.get("/results/2569/")
        body = response.content.decode()
        for part in (
            "ปีงบประมาณ 2569",
            "1 ตุลาคม 2568",
            "120,000",
            "อบต.ทดสอบ 2",
            "สาธารณภัย",
            "พ.ย. 2568",
            "ตัวเลขเหล่านี้มาจากไหน",
            "report.pdf",
            "data.csv",
            "data.json",
        ):
            assert part in body, part
        assert body.count("<table") == body.count('class="bars') == 4
        assert "public" in response["Cache-Control"]
        assert not response.cookies

    def test_last_years_figures_stand_beside(self, client) -> None:
        year(be_year=2569)
        assert "ปีก่อน" not in client.get("/results/2569/").content.decode()
        year([row(received=55, closed=51, helped=50, month=dt.date(2024, 11, 1))], be_year=2568)
        body = client.get("/results/2569/").content.decode()
        assert "ปีก่อน 55" in body

    def test_an_unpublished_last_year_is_not_beside(self, client) -> None:
        year(be_year=2569)
        year([row(received=55, month=dt.date(2024, 11, 1))], be_year=2568, published=False)
        body = BeautifulSoup(client.get("/results/2569/").content, "html.parser").get_text()
        assert "55" not in body
        assert "ปีก่อน" not in body

    def test_withheld_figures_are_told_in_words_in_every_form(self, client, tmp_path: Path) -> None:
        year(SMALL)
        body = client.get("/results/2569/").content.decode()
        assert "ปกปิด" in body
        text = pdf.text_of(client.get("/results/2569/report.pdf").content, tmp_path)
        data = client.get("/results/2569/data.csv").content.decode()
        document = client.get("/results/2569/data.json").content.decode()
        assert "ปกปิด" in text
        for form in (body, data, document):
            assert "7777" not in form
            assert "7,777" not in form
        assert "๗,๗๗๗" not in text
        line = next(o for o in json.loads(document)["organizations"] if o["organization"] == "อบต.เล็กมาก")
        assert line["received"] is None

    @pytest.mark.parametrize(
        "path",
        ["2568", "0", "99999", "9" * 300, "2569/data.xml", "jam", "2569/jam", "-1", "2569/report.pdf/x"],
    )
    def test_years_and_forms_that_are_not_there(self, client, path: str) -> None:
        year()
        assert client.get(f"/results/{path}/").status_code == 404

    def test_english_readers_get_english_and_the_common_era(self, client) -> None:
        year()
        response = client.get("/en/results/2569/")
        assert response.status_code == 200
        assert "Nov 2025" in response.content.decode()
        assert "1 October 2025" in response.content.decode()

    def test_names_of_bodies_are_text(self, client) -> None:
        year([*BIG, row(organization_id=8, organization="<script>x()</script>", received=50)])
        assert "<script>x()" not in client.get("/results/2569/").content.decode()

    def test_an_empty_year_is_shown(self, client) -> None:
        year([])
        assert client.get("/results/2569/").status_code == 200
        assert client.get("/results/2569/report.pdf").status_code == 200

    def test_queries_do_not_grow_with_the_figures(self, client) -> None:
        year()
        assert_same_queries(
            lambda: client.get("/results/2569/"),
            lambda: (
                AnnualResults.objects.all().delete()
                and year(
                    [
                        *BIG,
                        *(
                            row(organization_id=n, organization=f"อบต. {n}", received=9)
                            for n in range(20, 40)
                        ),
                    ]
                )
            ),
        )


class TestReport:
    def test_it_is_the_page_on_paper(self, client, tmp_path: Path) -> None:
        year()
        response = client.get("/results/2569/report.pdf")
        assert response["Content-Type"] == "application/pdf"
        text = pdf.squeezed(pdf.text_of(response.content, tmp_path))
        for part in (
            "ปีงบประมาณ๒๕๖๙",
            "๑๒๐,๐๐๐",
            "อบต.ทดสอบ๒",
            "สาธารณภัย",
            "ความรุนแรงต่อเด็ก",
            "ตัวเลขเหล่านี้มาจากไหน",
        ):
            assert part in text, part

    def test_it_is_thai_in_the_english_interface_too(self, client, tmp_path: Path) -> None:
        year()
        assert "ปีงบประมาณ" in pdf.text_of(client.get("/en/results/2569/report.pdf").content, tmp_path)

    def test_it_is_drawn_once(self, client, monkeypatch) -> None:
        year()
        drawn = []
        monkeypatch.setattr(
            "announcements.results.report.reports.report_pdf", lambda report: drawn.append(1) or b"%PDF"
        )
        client.get("/results/2569/report.pdf")
        client.get("/results/2569/report.pdf")
        assert len(drawn) == 1


class TestData:
    def test_excel_reads_the_csv_as_thai(self) -> None:
        content = as_csv(year())
        assert content.startswith(b"\xef\xbb\xbf")
        lines = list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"))))
        total = next(line for line in lines if line["table"] == "total" and line["measure"] == "received")
        assert (total["value"], total["withheld"], total["fiscal_year_be"]) == ("96", "no", "2569")
        inside = next(
            line
            for line in lines
            if line["table"] == "organization_problem" and line["problem"] == "disaster"
        )
        assert (inside["organization"], inside["value"], inside["problem_label"]) == (
            "อบต.ทดสอบ 1",
            "12",
            "สาธารณภัย",
        )

    def test_withheld_is_empty_and_marked_never_nought(self) -> None:
        lines = csv.DictReader(io.StringIO(as_csv(year(SMALL)).decode("utf-8-sig")))
        hidden = [line for line in lines if line["withheld"] == "yes"]
        assert hidden
        assert all(line["value"] == "" for line in hidden)

    def test_every_published_figure_is_in_the_csv(self) -> None:
        results = year()
        lines = list(csv.DictReader(io.StringIO(as_csv(results).decode("utf-8-sig"))))
        snapshot = results.snapshot
        measures, problems = len(snapshot["measures"]), len(snapshot["problems"])
        bodies = len(snapshot["organizations"])
        expected = (
            measures * (3 + problems + len(snapshot["crisis_problems"]) + bodies)
            + bodies * problems
            + 12 * (1 + problems)
        )
        assert len(lines) == expected

    def test_a_body_named_like_a_formula_is_guarded_in_the_file(self) -> None:
        content = as_csv(
            year([*BIG, row(organization_id=8, organization="=HYPERLINK(1)", received=50)])
        ).decode("utf-8-sig")
        assert "'=HYPERLINK(1)" in content
        assert ",=HYPERLINK" not in content

    def test_the_json_is_the_snapshot(self, client) -> None:
        results = year()
        response = client.get("/results/2569/data.json")
        assert response["Content-Type"] == "application/json; charset=utf-8"
        data = json.loads(response.content)
        assert {key: data[key] for key in results.snapshot} == results.snapshot
        assert data["published_at"].startswith("2026-11-22")
        assert json.loads(as_json(results)) == data

    def test_files_have_speaking_names(self, client) -> None:
        year()
        assert 'filename="results-2569.csv"' in client.get("/results/2569/data.csv")["Content-Disposition"]
        assert client.get("/results/2569/data.csv")["Content-Type"] == "text/csv; charset=utf-8"


class TestCms:
    def test_an_editor_computes_and_sees_the_draft(self, client, computed, compute) -> None:
        client.force_login(editor("Editors"))
        body = compute(" ๒๕๖๙ ").content.decode()
        assert "ประชาชนยังไม่เห็น" in body
        assert "120,000" in body
        assert "เผยแพร่ผลประจำปี" not in body

    def test_an_editor_without_the_right_cannot_publish(self, client, computed, compute) -> None:
        client.force_login(editor("Editors"))
        compute("2569")
        client.post(reverse("announcements_cms:results_publish", args=[2569]), {})
        client.post(reverse("announcements_cms:results_correct", args=[2569]), {"correction": "x"})
        assert not AnnualResults.objects.get().is_published

    def test_a_publisher_publishes(self, client, computed) -> None:
        user = editor()
        client.force_login(user)
        compute_draft(be_year=2569, user=UserFactory())
        response = client.post(
            reverse("announcements_cms:results_publish", args=[2569]),
            {"method": "นับจากทะเบียน", **shown_on(client)},
            follow=True,
        )
        assert "ตัวเลขเปลี่ยนไม่ได้อีก" in response.content.decode()
        results = AnnualResults.objects.get()
        assert results.published_by == user
        assert "นับจากทะเบียน" in client.get("/results/2569/").content.decode()
        client.post(reverse("announcements_cms:results_correct", args=[2569]), {"correction": "แก้แล้ว"})
        assert AnnualResults.objects.get().correction == "แก้แล้ว"

    @pytest.mark.parametrize("be_year", ["", "jam", "12", "2558", "9999", "25 69", "-256", "²²²²"])
    def test_a_year_that_makes_no_sense_is_told(self, client, computed, be_year: str) -> None:
        client.force_login(editor())
        response = client.post(
            reverse("announcements_cms:results_compute"), {"be_year": be_year}, follow=True
        )
        assert response.status_code == 200
        assert not AnnualResults.objects.exists()

    def test_publishing_too_early_is_told(self, client, computed, compute) -> None:
        client.force_login(editor())
        compute("2570")
        response = client.post(reverse("announcements_cms:results_publish", args=[2570]), {}, follow=True)
        assert "ยังไม่สิ้นสุด" in response.content.decode()

    @pytest.mark.parametrize(
        ("name", "field"), [("results_publish", "method"), ("results_correct", "correction")]
    )
    def test_letters_that_the_report_cannot_print_are_refused_before_it_is_for_good(
        self, client, computed, name: str, field: str
    ) -> None:
        client.force_login(editor())
        compute_draft(be_year=2569, user=UserFactory())
        if name == "results_correct":
            client.post(reverse("announcements_cms:results_publish", args=[2569]), shown_on(client))
        address = reverse(f"announcements_cms:{name}", args=[2569])
        body = client.post(address, {field: "นับ \u1200"}, follow=True).content.decode()
        assert "U+1200" in body
        assert "นับ \u1200" in body, "what was typed stays"
        results = AnnualResults.objects.get()
        assert (results.is_published, results.correction) == (name == "results_correct", "")
        checked = shown_on(client) if name == "results_publish" else {}
        client.post(address, {field: "นับจากทะเบียน မောင်", **checked}, follow=True)
        assert AnnualResults.objects.get().is_published

    def test_too_long_a_note_is_told(self, client, computed, compute) -> None:
        client.force_login(editor())
        compute("2569")
        for name, field in (("results_publish", "method"), ("results_correct", "correction")):
            response = client.post(
                reverse(f"announcements_cms:{name}", args=[2569]), {field: "ย" * 2001}, follow=True
            )
            assert "ยาวเกินไป" in response.content.decode()
            # A draft shows the form that publishes; the one that corrects stands on published figures.
            if name == "results_publish":
                assert "ย" * 2001 in response.content.decode(), "and what was typed stays in its box"
        assert not AnnualResults.objects.get().is_published

    @pytest.mark.parametrize("name", ["results_compute", "results_publish", "results_correct"])
    def test_nothing_changes_by_get(self, client, name: str) -> None:
        client.force_login(editor())
        arguments = [] if name == "results_compute" else [2569]
        assert client.get(reverse(f"announcements_cms:{name}", args=arguments)).status_code == 405

    def test_a_year_that_was_never_computed_has_no_draft(self, client) -> None:
        client.force_login(editor())
        assert client.get(reverse("announcements_cms:results_draft", args=[2569])).status_code == 404
        assert client.post(reverse("announcements_cms:results_correct", args=[2569]), {}).status_code == 404

    @pytest.mark.parametrize("path", ["results/{}/", "results/{}/publish/", "postings/{}/down/"])
    def test_a_number_that_no_database_holds_is_not_found(self, client, path: str) -> None:
        client.force_login(editor())
        address = "/cms/center/" + path.format("9" * 30)
        assert client.get(address).status_code == 404
        assert client.post(address).status_code == 404

    def test_only_editors_come_in(self, client) -> None:
        for user in (None, UserFactory()):
            if user:
                client.force_login(user)
            assert client.get(reverse("announcements_cms:results")).status_code == 302
            assert (
                client.post(reverse("announcements_cms:results_compute"), {"be_year": "2569"}).status_code
                == 302
            )
        assert not AnnualResults.objects.exists()

    def test_the_first_screen_reminds_until_the_year_is_published(self, client, clock) -> None:
        client.force_login(editor())
        home = reverse("wagtailadmin_home")
        assert "เหลือ 312 วัน" in client.get(home).content.decode()
        year()
        assert "ยังไม่เผยแพร่" not in client.get(home).content.decode()

    def test_the_list_shows_state_and_who(self, client, computed) -> None:
        user = editor()
        client.force_login(user)
        compute_draft(be_year=2569, user=user)
        body = client.get(reverse("announcements_cms:results")).content.decode()
        assert "ร่าง" in body
        assert str(user) in body


def test_a_withheld_figure_is_never_written_as_a_number() -> None:
    with translation.override("th"):
        assert number(None) == "ปกปิด"
        assert number(0) == "0"
        assert number(1234567) == "1,234,567"


def test_the_view_of_a_year_before_new_bodies_existed() -> None:
    now = year(be_year=2569)
    before = year([row(month=dt.date(2024, 11, 1))], be_year=2568)
    with translation.override("th"):
        view = year_view(now, before)
    bars = {bar.label: bar for chart in view.charts if chart.key == "organizations" for bar in chart.bars}
    assert bars["อบต.ทดสอบ 1"].before == 12
    assert bars["อบต.ทดสอบ 2"].before is None
    assert timezone.is_aware(now.published_at)
