"""The sweep: every address of a case, visited by everybody who has no business there (ASVS 8.2.2; privacy 1 and 4).

The addresses come from the URLconf and the verbs from the one table, so a page or a verb that is added tomorrow is
swept tomorrow. The foreign case is full of canaries: a leak would be seen, not only a wrong status.
"""

from __future__ import annotations

import datetime as dt
import itertools

import pytest
from django.urls import reverse
from django.utils import timezone

from cases.domain import intake
from cases.machine.table import TABLE
from cases.machine.vocabulary import Verb
from cases.models import AnswerLink, Case, CaseEvent
from portal.accounts.roles import Role
from portal.actors import Citizen
from portal.audit.models import AuditEntry
from portal.files import CheckedFile
from portal.web.access import Rule
from tests.accounts.factories import OrganizationFactory, officer
from tests.cases.factories import CANARIES, pending_referral, screened_case, working_crisis_case, world
from tests.holding import holding
from tests.portal.urlconf import addresses

__all__ = ["holding"]

pytestmark = [pytest.mark.django_db, pytest.mark.slow]

CASE_ADDRESSES = [address for address in addresses() if address.rule is Rule.CASE]
STAFF_LISTS = [
    address
    for address in addresses()
    if address.rule is Rule.STAFF and address.name.startswith("desk:") and not address.arguments
]


@pytest.fixture
def scene():
    """A district, a referral from the center to one local administration, and a file on the case."""
    made = world()
    referral = pending_referral(made)
    case = referral.case
    AnswerLink.objects.create(
        referral=referral, digest="x", code_digest="y", expires_at=timezone.now() + dt.timedelta(days=1)
    )
    content = CheckedFile(
        name="รูป.jpg", content=b"\xff\xd8CANARY-FILE", content_type="image/jpeg", extension="jpg"
    )
    intake.add_file(case=case, checked=content, actor=Citizen(case.reference))
    return made, case, referral


def values_for(case, referral):
    """Return candidates for every argument that a case address may have."""
    file = case.files.get()
    return {
        "reference": [case.reference],
        "pk": [file.pk, referral.letter_id, referral.links.get().pk],
        "number": [referral.number],
        "verb": [v.value for v in Verb],
        "step": ["out", "there"],
    }


def paths(case, referral):
    """Yield every concrete path of the case."""
    candidates = values_for(case, referral)
    for address in CASE_ADDRESSES:
        combinations = [{}]
        for argument in address.arguments:
            assert argument in candidates, (
                f"the sweep does not know what to put for <{argument}> in {address.route}"
            )
            combinations = [
                {**known, argument: value} for known in combinations for value in candidates[argument]
            ]
        for arguments in combinations:
            yield reverse(address.name, kwargs=arguments)


def strangers():
    """Everybody who must not see the case: another body's officer and head, an editor, a technician."""
    other = OrganizationFactory(name_th="อบต.คนนอก")
    return [
        officer(other, Role.LAO_OFFICER),
        officer(other, Role.LAO_CHIEF_ADMINISTRATOR),
        officer(other, Role.CONTENT_EDITOR),
        officer(other, Role.PROVINCE_ADMIN),
        officer(other, Role.SYSTEM_ADMIN),
    ]


def snapshot(case):
    return (
        Case.objects.filter(pk=case.pk).values().get(),
        CaseEvent.objects.filter(case=case).count(),
        list(case.referrals.values_list("state", flat=True)),
    )


def test_there_is_something_to_sweep(scene):
    _made, case, referral = scene
    assert len(list(paths(case, referral))) > len(TABLE)
    assert STAFF_LISTS


def test_a_foreign_case_does_not_exist(client, scene, holding):
    _made, case, referral = scene
    before = snapshot(case)
    for actor in strangers():
        client.force_login(actor.person)
        for path in paths(case, referral):
            for method in ("get", "post"):
                response = getattr(client, method)(path, {"reason": "x", "note": "x"})
                assert response.status_code in (404, 405), (
                    f"{actor.role} {method} {path}: {response.status_code}"
                )
                body = response.content.decode(errors="replace")
                assert not [canary for canary in (*CANARIES, "CANARY-FILE") if canary in body]
    assert snapshot(case) == before, "nothing was written"


def test_a_foreign_case_answers_as_one_that_never_was(client, scene):
    _made, case, _referral = scene
    client.force_login(strangers()[0].person)
    foreign = client.get(reverse("desk:case", args=[case.reference]))
    unknown = client.get(reverse("desk:case", args=["ZZZZ-ZZZZ"]))
    assert foreign.status_code == unknown.status_code == 404
    assert foreign.content.replace(case.reference.encode(), b"") == unknown.content.replace(b"ZZZZ-ZZZZ", b"")


def test_no_list_search_count_or_export_shows_it(client, scene, holding):
    _made, case, _referral = scene
    for actor in strangers()[:2]:
        client.force_login(actor.person)
        for address in STAFF_LISTS:
            for query in ("", f"?q={case.reference}", "?q=คะนารี", "?q=081-770-0131"):
                response = client.get(reverse(address.name) + query, follow=True)
                body = b"".join(response.streaming_content) if response.streaming else response.content
                # The search box repeats what was typed; that is not a hit.
                text = body.decode(errors="replace")
                assert f"/cases/{case.reference}/" not in text, f"{address.name}{query}"
                assert not [canary for canary in CANARIES if canary in text and canary not in query]


def test_strangers_are_sent_to_sign_in_whether_the_case_exists_or_not(client, scene, holding):
    _made, case, referral = scene
    for path in paths(case, referral):
        for method in ("get", "post"):
            response = getattr(client, method)(path)
            assert response.status_code == 302
            assert response["Location"].startswith(reverse("accounts:login"))


def test_a_part_of_another_case_is_not_reached_through_ones_own(client, scene, holding):
    """`/cases/<mine>/files/<theirs>/` and the like (privacy 4)."""
    made, case, referral = scene
    mine = screened_case(made)
    client.force_login(made.center.officer.person)
    theirs = values_for(case, referral)
    for address in CASE_ADDRESSES:
        nested = [name for name in address.arguments if name not in ("reference", "verb")]
        if not nested:
            continue
        for values in itertools.product(*(theirs[name] for name in nested)):
            arguments = {"reference": mine.reference, **dict(zip(nested, values, strict=True))}
            for verb in theirs["verb"] if "verb" in address.arguments else [None]:
                if verb:
                    arguments["verb"] = verb
                path = reverse(address.name, kwargs=arguments)
                answer = client.get(path)
                # A page that only takes something is asked to take it.
                status = client.post(path).status_code if answer.status_code == 405 else answer.status_code
                assert status == 404, path
                assert client.post(path).status_code in (404, 405), path


def test_those_who_work_on_it_do_see_it(client, scene):
    """The sweep above would pass on an empty desk; this one would not."""
    made, case, referral = scene
    for body in (made.center, made.local):
        client.force_login(body.officer.person)
        assert client.get(reverse("desk:case", args=[case.reference])).status_code == 200
    file = client.get(reverse("desk:file", args=[case.reference, case.files.get().pk]))
    assert b"CANARY-FILE" in b"".join(file.streaming_content)
    assert file["Content-Disposition"].startswith("attachment")
    letter = client.get(reverse("desk:letter", args=[case.reference, referral.letter_id]))
    assert letter["Content-Type"] == "application/pdf"


def test_reading_a_restricted_case_is_recorded(client):
    made = world()
    case = working_crisis_case(made)
    client.force_login(made.lead.officer.person)
    client.get(reverse("desk:case", args=[case.reference]))
    entry = AuditEntry.objects.filter(action="case.read", subject=case.reference).get()
    assert entry.user == made.lead.officer.person
    assert entry.organization == made.lead.organization


def test_no_page_of_a_case_is_kept_by_a_cache(client, scene):
    made, case, _referral = scene
    client.force_login(made.center.officer.person)
    response = client.get(reverse("desk:case", args=[case.reference]))
    assert "no-store" in response["Cache-Control"]
    title = response.content.decode().split("<title>")[1].split("</title>")[0]
    assert not [canary for canary in CANARIES if canary in title]
