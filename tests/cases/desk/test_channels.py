"""The list of channels is open: the center adds its own and hides what it does not use (S1.05)."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import translation

from cases.domain.channels import channels, offered_channels
from cases.errors import NotAllowed
from cases.models import Case, IntakeChannel
from cases.vocabulary import SELF_SERVICE, Channel, ChannelGroup
from portal.audit.models import AuditEntry
from tests.cases.desk.conftest import Login, soup
from tests.cases.desk.test_entry import DONE, NEW, data, errors
from tests.cases.factories import CaseFactory, World

LIST, ADD = reverse("desk:channels"), reverse("desk:channel_new")
RADIO = {"name_th": "วิทยุชุมชน", "name_en": "Community radio", "group": "social", "is_offered": "on"}


@pytest.fixture
def head(world: World, login: Login) -> Client:
    """The browser of the center's head."""
    return login(world.center.supervisor)


def test_every_way_that_the_sources_name_is_there() -> None:
    assert {"walk_in", "hotline_1300", "direct_phone", "line", "facebook", "letter", "email", "web"} <= set(
        Channel.values
    )
    assert {"mobile_app", "field_unit", "other_agency", "survey"} <= set(Channel.values)


def test_every_fixed_channel_counts_in_a_group() -> None:
    assert {one.group for one in Channel} == set(ChannelGroup)


def test_an_own_channel_is_chosen_kept_and_shown(world: World, head: Client, at_local: Client) -> None:
    assert head.post(ADD, RADIO).url == LIST
    code = IntakeChannel.objects.get().code
    assert (code, "วิทยุชุมชน") in offered_channels()
    assert at_local.post(NEW, data(channel=code)).url == DONE
    case = Case.objects.get()
    assert case.channel == code
    page = reverse("desk:case", args=[case.reference])
    assert "วิทยุชุมชน" in at_local.get(page).content.decode()
    with translation.override("en"):
        assert case.get_channel_display() == "Community radio"


def test_what_is_hidden_is_offered_no_more_and_old_cases_keep_it(
    world: World, head: Client, at_local: Client
) -> None:
    at_local.post(NEW, data(channel="survey"))
    assert head.post(reverse("desk:channel", args=["survey"]), {}).url == LIST
    assert "survey" not in dict(offered_channels())
    assert "#id_channel" in errors(at_local.post(NEW, data(channel="survey", is_new="1")))
    assert Case.objects.get().get_channel_display() == "แบบสำรวจ"
    head.post(reverse("desk:channel", args=["survey"]), {"is_offered": "on"})
    assert "survey" in dict(offered_channels())


def test_a_fixed_channel_keeps_its_name_and_group(world: World, head: Client) -> None:
    head.post(reverse("desk:channel", args=["letter"]), RADIO | {"name_th": "อย่างอื่น"})
    [letter] = [one for one in channels() if one.code == "letter"]
    assert (letter.name, letter.group) == ("หนังสือ", ChannelGroup.WRITTEN)


@pytest.mark.parametrize("name", ["", " ", "หนังสือ"])
def test_a_name_is_needed_and_borne_once(world: World, head: Client, name: str) -> None:
    assert "#id_name_th" in errors(head.post(ADD, RADIO | {"name_th": name}))
    assert not IntakeChannel.objects.exists()


def test_an_own_channel_is_renamed_and_its_cases_with_it(world: World, head: Client) -> None:
    head.post(ADD, RADIO)
    code = IntakeChannel.objects.get().code
    case = CaseFactory(actor=world.local.officer, channel=code)
    head.post(reverse("desk:channel", args=[code]), RADIO | {"name_th": "วิทยุท้องถิ่น"})
    assert IntakeChannel.objects.count() == 1
    assert case.get_channel_display() == "วิทยุท้องถิ่น"
    assert AuditEntry.objects.filter(action="policy.set_channel").count() == 2


@pytest.mark.parametrize("code", [*sorted(SELF_SERVICE), "nothing"])
def test_what_citizens_use_themselves_is_not_changed_here(world: World, head: Client, code: str) -> None:
    assert head.post(reverse("desk:channel", args=[code]), {}).status_code == 404


def test_others_read_the_list_and_change_nothing(world: World, at_local: Client, at_center: Client) -> None:
    for client in (at_local, at_center):
        page = soup(client.get(LIST))
        assert len(page.select("tbody tr")) == len(Channel) and not page.select("tbody a")
        assert client.post(ADD, RADIO).status_code == 404
    assert not IntakeChannel.objects.exists()


def test_an_unknown_code_is_refused_by_the_domain(world: World) -> None:
    with pytest.raises(NotAllowed):
        CaseFactory(actor=world.local.officer, channel="own-nothing")
