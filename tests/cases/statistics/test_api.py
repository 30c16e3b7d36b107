"""Programs of partners read protected figures by a key, and nothing else (S1.32; ASVS 2.10, 13.2)."""

from __future__ import annotations

import datetime as dt
import json

import pytest
import time_machine
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from cases.errors import GuardFailed, NotAllowed
from cases.statistics.domain import published, tokens
from cases.statistics.models import ApiToken
from cases.statistics.outside import views
from portal.actors import System
from portal.audit.models import AuditEntry
from portal.vocabulary import ProblemType
from tests.cases import factories
from tests.cases.factories import CANARIES, World
from tests.cases.statistics.conftest import NOW

pytestmark = pytest.mark.django_db
FIGURES = reverse("statistics_api:figures", kwargs={"report": "intake"})
OCTOBER = f"{FIGURES}?from=2026-10&until=2026-10&province=81"


@pytest.fixture
def key(world: World):
    """A key for the country, and October as it went up."""
    with time_machine.travel(dt.datetime(2026, 10, 12, 3, tzinfo=dt.UTC), tick=False):
        for _ in range(7):
            factories.CaseFactory(actor=world.local.officer, problem=ProblemType.DISASTER)
        factories.CaseFactory(actor=world.other_local.officer, problem=ProblemType.DISASTER)
    with time_machine.travel(NOW, tick=False):
        published.publish_what_is_over()
        yield tokens.give(actor=System(), partner="กรมตัวอย่าง")[1]


def ask(client: Client, secret: str, url: str = OCTOBER):
    return client.get(url, headers={"Authorization": f"Bearer {secret}"})


def test_a_key_reads_the_figures_by_their_schema(client: Client, key: str) -> None:
    answer = ask(client, key)
    assert answer.status_code == 200
    data = json.loads(answer.content)
    assert set(data) == {"schema", "report", "province", "from", "until", "smallest_published", "figures"}
    assert (data["schema"], data["smallest_published"]) == (1, 5)
    assert all(
        set(row) == {"month", "kind", "organization", "problem", "channel", "number"}
        for row in data["figures"]
    )
    assert next(row["number"] for row in data["figures"] if row["kind"] == "total") == 8
    assert "no-store" in answer["Cache-Control"]
    assert not answer.cookies


def test_a_small_figure_is_null(client: Client, key: str) -> None:
    rows = json.loads(ask(client, key).content)["figures"]
    assert {row["number"] for row in rows if row["kind"] == "unit"} == {None}


def test_no_answer_says_anything_of_anybody(client: Client, key: str) -> None:
    text = ask(client, key).content.decode()
    assert not [canary for canary in CANARIES if canary in text]


def test_the_first_address_says_what_there_is(client: Client, key: str) -> None:
    data = json.loads(ask(client, key, reverse("statistics_api:about")).content)
    assert data == {
        "schema": 1,
        "reports": ["intake", "forwarding"],
        "province": None,
        "months": ["2026-10"],
    }


@pytest.mark.parametrize(
    "header", [None, "", "Bearer", "Bearer x", "Basic klang_x", "Bearer klang_" + "a" * 200]
)
def test_without_a_valid_key_there_is_no_answer(client: Client, key: str, header: str | None) -> None:
    headers = {} if header is None else {"Authorization": header}
    answer = client.get(OCTOBER, headers=headers)
    assert answer.status_code == 401
    assert answer["WWW-Authenticate"].startswith("Bearer")
    assert answer["Content-Type"] == "application/problem+json"


def test_a_key_in_the_address_is_not_read(client: Client, key: str) -> None:
    """Addresses are logged by every machine on the way."""
    for name in ("token", "key", "access_token"):
        assert client.get(f"{OCTOBER}&{name}={key}").status_code == 401


def test_a_session_of_the_desk_is_no_key(world: World, key: str) -> None:
    browser = Client()
    browser.force_login(world.center.supervisor.person)
    assert browser.get(OCTOBER).status_code == 401


def test_a_key_ends_on_its_day_and_when_it_is_taken_back(client: Client, key: str) -> None:
    token = ApiToken.objects.get()
    with time_machine.travel(NOW + dt.timedelta(days=367), tick=False):
        assert ask(client, key).status_code == 401
    assert tokens.revoke(actor=System(), token=token)
    assert ask(client, key).status_code == 401
    assert not tokens.revoke(actor=System(), token=token)


def test_a_key_of_a_province_reads_no_other(client: Client, key: str) -> None:
    _, narrow = tokens.give(actor=System(), partner="จังหวัด", province="81")
    assert ask(client, narrow, f"{FIGURES}?from=2026-10&until=2026-10").status_code == 200
    assert ask(client, narrow, f"{FIGURES}?from=2026-10&until=2026-10&province=80").status_code == 403
    assert json.loads(ask(client, narrow, reverse("statistics_api:about")).content)["province"] == "81"


@pytest.mark.parametrize(
    ("query", "title"),
    [
        ("", "bad_months"),
        ("from=2026-13&until=2026-12&province=81", "bad_months"),
        ("from=2026-11&until=2026-10&province=81", "bad_months"),
        ("from=๒๐๒๖-10&until=2026-10&province=81", "bad_months"),
        ("from=2025-10&until=2026-10&province=81", "too_long"),
        ("from=2026-10&until=2026-10", "bad_province"),
        ("from=2026-10&until=2026-10&province=8101", "bad_province"),
        ("from=2026-10&until=2026-10&province=99", "bad_province"),
    ],
)
def test_a_question_that_cannot_be_says_why(client: Client, key: str, query: str, title: str) -> None:
    answer = ask(client, key, f"{FIGURES}?{query}")
    assert answer.status_code == 400
    assert json.loads(answer.content)["title"] == title


def test_twelve_months_are_one_answer(client: Client, key: str) -> None:
    assert ask(client, key, f"{FIGURES}?from=2025-11&until=2026-10&province=81").status_code == 200


def test_there_are_two_reports(client: Client, key: str) -> None:
    other = reverse("statistics_api:figures", kwargs={"report": "people"})
    assert ask(client, key, f"{other}?from=2026-10&until=2026-10&province=81").status_code == 404


def test_nothing_is_written_through_it(client: Client, key: str) -> None:
    for method in (client.post, client.put, client.delete):
        assert method(OCTOBER, headers={"Authorization": f"Bearer {key}"}).status_code == 405


def test_questions_are_counted_by_key_and_by_address(
    client: Client, key: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(views, "PER_TOKEN", 2)
    assert [ask(client, key).status_code for _ in range(3)] == [200, 200, 429]
    monkeypatch.setattr(views, "PER_ADDRESS", 3)
    answer = client.get(OCTOBER)
    assert answer.status_code == 429
    assert answer["Retry-After"] == "60"


def test_only_a_digest_of_the_key_is_kept(world: World, key: str) -> None:
    token = ApiToken.objects.get()
    assert key.startswith("klang_")
    assert len(key) > 40
    row = " ".join(str(value) for value in ApiToken.objects.values_list().get())
    assert key not in row
    assert key.removeprefix("klang_") not in row
    given = AuditEntry.objects.filter(action="statistics.token_given", subject=str(token.pk)).get()
    assert key not in str(given.data)


def test_that_a_key_is_used_is_written_once_a_day(
    client: Client, key: str, django_assert_num_queries
) -> None:
    ask(client, key)
    assert ApiToken.objects.get().last_used_on == dt.date(2026, 11, 26)
    with django_assert_num_queries(1):
        tokens.find(key)


def test_keys_are_given_by_the_head_of_the_center_only(world: World) -> None:
    token, _ = tokens.give(actor=world.center.supervisor, partner="มหาวิทยาลัย", days=30)
    assert (token.made_by, token.organization) == (
        world.center.supervisor.person,
        world.center.organization,
    )
    for actor in (world.center.officer, world.local.supervisor, world.lead.officer):
        with pytest.raises(NotAllowed):
            tokens.give(actor=actor, partner="ใครก็ได้")
        with pytest.raises(NotAllowed):
            tokens.revoke(actor=actor, token=token)


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"partner": "  "}, "partner"),
        ({"partner": "ก" * 121}, "partner"),
        ({"partner": "ก", "days": 0}, "days"),
        ({"partner": "ก", "days": 367}, "days"),
        ({"partner": "ก", "province": "8101"}, "province"),
    ],
)
def test_a_key_that_cannot_be_is_not_made(world: World, given: dict, field: str) -> None:
    with pytest.raises(GuardFailed) as caught:
        tokens.give(actor=world.center.supervisor, **given)
    assert caught.value.field == field
    assert not ApiToken.objects.exists()


def test_the_command_gives_lists_and_takes_back(
    db: None, client: Client, capsys: pytest.CaptureFixture[str]
) -> None:
    call_command("statistics_token", "--give", "กรมตัวอย่าง", "--province", "81", "--days", "10")
    number, secret = capsys.readouterr().out.strip().split("\t")
    assert tokens.find(secret).pk == int(number)
    call_command("statistics_token")
    listed = capsys.readouterr().out
    assert "works\tกรมตัวอย่าง\t81" in listed
    assert secret not in listed
    call_command("statistics_token", "--revoke", number)
    assert tokens.find(secret) is None
    call_command("statistics_token")
    assert "revoked" in capsys.readouterr().out
    ApiToken.objects.update(revoked_at=None, expires_at=timezone.now())
    call_command("statistics_token")
    assert "over" in capsys.readouterr().out
    with pytest.raises(CommandError):
        call_command("statistics_token", "--revoke", "999")
    with pytest.raises(CommandError):
        call_command("statistics_token", "--give", "ก", "--days", "0")
