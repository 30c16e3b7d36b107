"""From answers to what the domain takes, and the one call that sends it."""

from __future__ import annotations

from django.utils.translation import override

from cases.domain.intake import AffectedDetails, ReporterDetails, Submission, Submitted, submit_case
from cases.intake.draft import Draft, DraftFile
from cases.intake.flow import Journey, in_danger
from cases.intake.forms.base import Answers, chosen
from cases.intake.forms.contact import ContactForm
from cases.intake.forms.person import Knows, Need, WhomForm, for_other
from cases.intake.forms.place import CENTER_DECIDES
from cases.vocabulary import Channel, Consent, ContactWay, Relation, Sex
from portal.actors import Citizen
from portal.files import CheckedFile, StoreError, open_private
from portal.organizations.models import Organization
from portal.vocabulary import ProblemType
from portal.web.language import is_english

CHILD_UNTIL = 18
"""Years (Child Protection Act B.E. 2546 s.4)."""


class MissingFile(Exception):  # noqa: N818 - an answer to a person
    """A file of the draft is no longer on the disk; the person is told which one.

    Attributes:
        name: the citizen's name for it.
    """

    def __init__(self, name: str) -> None:
        self.name = name
        super().__init__(name)


def send(draft: Draft, journey: Journey) -> Submitted:
    """Send a complete draft. The same draft sent again gives the same request (R03, R04).

    Raises:
        GuardFailed: the domain misses something; nothing was kept.
        MissingFile: an attached file is gone; nothing was kept.
        DatabaseError: nothing was kept.
    """
    return submit_case(submission=build(draft, journey), token=draft.token, actor=Citizen())


def build(draft: Draft, journey: Journey) -> Submission:
    """Return the submission of a complete journey. Words for officers are Thai in either interface."""
    language = "en" if is_english() else "th"
    answers = journey.answers
    code = chosen(answers, "place", "code")
    with override("th"):
        return Submission(
            problem=ProblemType(chosen(answers, "problem")),
            channel=Channel.WEB,
            province_code=code[:2],
            district_code=code[:4] if len(code) >= len("8101") else "",
            subdistrict_code=code if len(code) == len("810101") else "",
            narrative=chosen(answers, "story") or chosen(answers, "whom", "story"),
            reporter=_reporter(journey),
            affected=(_affected(journey),),
            country=_country(answers),
            **_place(answers),
            proposed_organization=_chosen_body(answers),
            avoid_local=chosen(answers, "place", "avoid_local"),
            danger_now=in_danger(answers),
            consent=_consent(journey),
            files=tuple(_content(file) for file in draft.files),
            language=language,
            provision=draft.provision,
            occasion=draft.occasion,
        )


def _reporter(journey: Journey) -> ReporterDetails:
    answers = journey.answers
    contact = answers["contact"]
    form = journey.forms["contact"]
    assert isinstance(form, ContactForm)
    return ReporterDetails(
        name=contact["name"],
        relation=Relation(chosen(answers, "whom", "relation")),
        email=contact["email"],
        email_words=contact["email_words"],
        phone=contact["phone"],
        other_way=contact.get("other_way", ""),
        contact_way=ContactWay(contact["contact_way"]),
        contact_time=form.times_in_words(),
        contact_note=contact["times_note"],
        may_leave_message=contact["may_leave_message"] if contact["phone"] else None,
        may_identify=contact["may_identify"] if contact["phone"] else None,
        may_tell_affected=chosen(answers, "whom", "may_tell") if for_other(answers) else None,
        may_email=contact["may_email"] if contact["email"] else None,
        may_text=contact.get("may_text") if contact["phone"] else None,
    )


def _affected(journey: Journey) -> AffectedDetails:
    answers = journey.answers
    person = answers["whom"]
    other = for_other(answers)
    form = journey.forms["whom"]
    assert isinstance(form, WhomForm)
    return AffectedDetails(
        name=person["affected_name"] if other else answers["contact"]["name"],
        is_reporter=not other,
        sex=Sex(person["sex"] or Sex.UNSPECIFIED),
        birth_date=person["birth_date"],
        age=person["age"],
        age_words=person["age_words"],
        has_disability=Need.DISABILITY in person["needs"],
        nationality=person["nationality"],
        papers=person["papers"],
        needs_interpreter=bool(form.language()) if form.tells_language else None,
        interpreter_language=form.language(),
        phone="" if other else answers["contact"]["phone"],
        household_size=person.get("people"),
    )


def _consent(journey: Journey) -> Consent:
    """Whoever asks for themselves agrees by asking; for others the reporter says what they know (privacy 10)."""
    if not for_other(journey.answers):
        return Consent.GIVEN
    knows = chosen(journey.answers, "whom", "knows")
    if knows == Knows.AGREES:
        return Consent.GIVEN
    if knows == Knows.REFUSES:
        return Consent.REFUSED
    form = journey.forms["whom"]
    years = form.years() if isinstance(form, WhomForm) else None
    if knows == Knows.CANNOT and years is not None and years < CHILD_UNTIL:
        return Consent.BEST_INTEREST
    return Consent.NOT_ASKED


def _chosen_body(answers: Answers) -> Organization | None:
    value = chosen(answers, "place", "local")
    if value in ("", CENTER_DECIDES):
        return None
    return Organization.objects.active().filter(pk=value).first()


def _country(answers: Answers) -> str:
    place = answers["place"]
    return ", ".join(part for part in (place["city"], place["country"]) if part)


def _place(answers: Answers) -> dict[str, str]:
    place = answers["place"]
    words = (place["spot"], place["elsewhere"], place["home"])
    return {
        "moo": place["moo"],
        "village": place["village"],
        "place_detail": " ".join(part for part in words if part),
    }


def _content(file: DraftFile) -> CheckedFile:
    """Read a stored file back.

    Raises:
        MissingFile: when it is gone.
        StoreError: nobody can say whether it is.
    """
    try:
        with open_private(file.path) as stream:
            content = stream.read()
    except StoreError:
        raise
    except OSError as error:
        raise MissingFile(file.name) from error
    return CheckedFile(file.name, content, file.content_type, file.path.rpartition(".")[2])
