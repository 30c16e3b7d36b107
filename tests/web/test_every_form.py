"""Every page that takes words says which: a form that somebody adds tomorrow is asked tomorrow (reliability.md R16)."""

from __future__ import annotations

from inspect import signature
from typing import Any

import pytest
from django import forms
from django.test import Client
from django.urls import reverse

from cases.desk.field import roster
from cases.desk.verbs.forms import VERB_FORMS
from cases.intake.flow import STEPS
from cases.outside import forms as outside_forms
from portal.web.access import Rule, private_page
from portal.web.typed import takes_words
from tests.accounts.factories import AppointmentFactory, UserFactory
from tests.portal.urlconf import Address, addresses

# A public page carries no token, so it takes no form.
OURS = [address for address in addresses() if not address.of_wagtail and address.rule is not Rule.PUBLIC]
DECLARED = [address for address in OURS if hasattr(address.view, "typed_form")]
WITHOUT_WORDS = {
    "legal_library_wanted",
    "announcements_cms:results",
    "announcements_cms:results_draft",
    "announcements_cms:postings",
    "announcements_cms:posting_take_down",
    "accounts:logout",
    "cms_logout",
    "accounts:act_as",
    "accounts:code",
    "accounts:cancel",
    "accounts:new_codes",
    "accounts:end_session",
    "accounts:passkey_ask",
    "accounts:passkey_ask_to_add",
    "accounts:passkey_remove",
    "committee:agenda_add",
    "committee:agenda_remove",
    "committee:invite",
    "committee:tell",
    "committee:unmark",
    "desk:circular_acknowledge",
    "desk:circular_understand",
    "desk:retention_ask",
    "desk:retention_decide",
    "desk:retention_lift",
    "accounts:end_sessions",
    "accounts:end_others",
    "wagtaildocs_serve",
    "legal_library_import",
    "desk:message",
    "readiness:guide_understand",
    "readiness:money_show",
    "desk:messages_retry",
    "desk:upkeep_again",
    "desk:late_urge",
    "needs:acknowledge",
    "events:shift_cancel",
    "first:take_back",
    "first:ask",
    "notices:remove_file",
    "notices:step",
    "surveys:act",
    "accounts:password_done",
    "cases_intake:discard",
    "cases_intake:take_back",
    "cases_intake:save",
    "cases_intake:track_close",
    # A program sends, and reads why it was refused.
    "georeport:requests",
    "partner_api:requests",
    "partner_api:messages",
    # Screens of Wagtail's that we only fill in: they come back by the names of their inputs, as all of Wagtail's do.
    "wagtailsnippets_search_synonym:add",
    "wagtailsnippets_legal_library_term:add",
}
"""Addresses that answer a POST although nobody types anything there."""
VALUES = {
    "sheet": 1,
    "reference": "CCCC-CCCC",
    "pk": 1,
    "key": "K7M3-9QXF-return-1-2",
    "kind": "act",
    "secret": "K7M3-9QXF-K7M3-9QXF-K7M3",
    "token": "K7M3-9QXF-K7M3-9QXF-K7M3",
    "track": "general",
    "severity": "normal",
    "organization": 1,
    "number": 1,
    "member": 1,
    "verb": "screen",
    "slug": "problem",
    "what": "spending",
    "year": 2569,
    "be_year": 2569,
    "name": "intake",
    "event": "flood-2569-1",
    "report": "intake",
    "form": "json",
    "code": "my",
}


def path_of(address: Address) -> str:
    return reverse(address.name, kwargs={name: VALUES[name] for name in address.arguments})


@pytest.mark.django_db
@pytest.mark.parametrize("address", OURS, ids=lambda address: address.name)
def test_every_page_that_takes_a_post_names_its_form(client: Client, address: Address) -> None:
    if hasattr(address.view, "typed_form") or address.name in WITHOUT_WORDS:
        return
    user = UserFactory(is_superuser=True)
    AppointmentFactory(user=user)
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    response = client.post(path_of(address))
    assert response.status_code == 405, (
        f"{address.name} takes a POST: mark it with portal.web.typed.takes_words, or name it above"
    )


def test_the_pages_that_people_write_on_are_among_them() -> None:
    names = {address.name for address in DECLARED}
    assert names >= {
        "cases_intake:step",
        "cases_intake:files",
        "cases_intake:check",
        "cases_intake:track",
        "cases_intake:answer",
        "cases_intake:reopen",
        "desk:new",
        "desk:act",
        "desk:act_on_row",
        "accounts:login",
        "accounts:password",
        "announcements_cms:posting_add",
    }


def forms_of(address: Address) -> list[Any]:
    form = address.view.typed_form
    if form is None or isinstance(form, type):
        return [form]
    names = set(signature(form).parameters)
    if "slug" in names:
        return [form(slug=slug) for slug in STEPS]
    if "what" in names:
        return [form(what=what) for what in roster.FORMS]
    if "kind" in names:
        return [form(kind=kind) for kind in outside_forms.FORMS]
    return [form(verb=verb.value) for verb in VERB_FORMS]


@pytest.mark.parametrize("address", DECLARED, ids=lambda address: address.name)
def test_every_visible_field_has_a_name_that_a_person_understands(address: Address) -> None:
    """The label is what a page of failure shows; the name of an input tells nobody anything."""
    for form in forms_of(address):
        for name, field in form.base_fields.items() if form else ():
            if not isinstance(field.widget, forms.HiddenInput):
                assert str(field.label or "").strip(), f"{form.__name__}.{name} has no label"


def test_the_mark_survives_the_decorators_around_it() -> None:
    def view(request: object) -> None: ...

    assert private_page(takes_words(forms.Form)(view)).typed_form is forms.Form
