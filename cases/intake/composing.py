"""From answers to what the domain takes, and the one call that sends it."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import override

from cases.domain.intake import AffectedDetails, ReporterDetails, Submission, Submitted, submit_case
from cases.intake.draft import Draft, DraftFile
from cases.intake.flow import Journey, in_danger
from cases.intake.forms.base import Answers, chosen
from cases.intake.forms.contact import ReachForm
from cases.intake.forms.person import AgeForm, Knows, LanguageForm, Need, for_other
from cases.intake.forms.place import CENTER_DECIDES, NOT_MINE
from cases.vocabulary import Channel, Consent, ContactWay, Relation, Sex
from portal.actors import Citizen
from portal.files import CheckedFile, open_private
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
    with override("th"):
        return Submission(
            problem=ProblemType(chosen(answers, "problem")),
            channel=Channel.WEB,
            province_code=chosen(answers, "province"),
            district_code=chosen(answers, "district") or "",
            subdistrict_code=chosen(answers, "subdistrict") or "",
            narrative=chosen(answers, "story"),
            reporter=_reporter(journey),
            affected=(_affected(journey),),
            country=_country(answers),
            **_place(answers),
            proposed_organization=_chosen_body(answers),
            avoid_local=chosen(answers, "local") == NOT_MINE,
            danger_now=in_danger(answers),
            consent=_consent(journey),
            files=tuple(_content(file) for file in draft.files),
            language=language,
        )


def _reporter(journey: Journey) -> ReporterDetails:
    answers = journey.answers
    contact, reach = answers["contact"], answers["reach"]
    form = journey.forms["reach"]
    assert isinstance(form, ReachForm)
    return ReporterDetails(
        name=contact["name"],
        relation=Relation(chosen(answers, "relation")) if for_other(answers) else Relation.SELF,
        email=contact["email"],
        email_words=contact["email_words"],
        phone=contact["phone"],
        other_way=contact.get("other_way", ""),
        contact_way=ContactWay(reach["contact_way"]),
        contact_time=form.times_in_words(),
        contact_note=reach["times_note"],
        may_leave_message=_yes_or_no(reach.get("may_leave_message")),
        may_identify=_yes_or_no(reach.get("may_identify")),
        may_tell_affected=_yes_or_no(chosen(answers, "consent", "may_tell")),
        may_email=_yes_or_no(reach.get("may_email")),
    )


def _yes_or_no(answer: str | None) -> bool | None:
    """Return an answer; None for what was not asked because nothing made it a question."""
    return None if answer is None else answer == "yes"


def _affected(journey: Journey) -> AffectedDetails:
    answers = journey.answers
    person, age = answers["person"], answers["age"]
    other = for_other(answers)
    language = journey.forms.get("language")
    return AffectedDetails(
        name=person.get("affected_name", "") if other else answers["contact"]["name"],
        is_reporter=not other,
        sex=Sex(person["sex"] or Sex.UNSPECIFIED),
        birth_date=age["birth_date"],
        age=age["age"],
        age_words=age["age_words"],
        has_disability=Need.DISABILITY in person["needs"],
        nationality=chosen(answers, "language", "nationality") or "",
        papers=chosen(answers, "language", "papers") or "",
        needs_interpreter=bool(language.language()) if isinstance(language, LanguageForm) else None,
        interpreter_language=language.language() if isinstance(language, LanguageForm) else "",
        phone="" if other else answers["contact"]["phone"],
    )


def _consent(journey: Journey) -> Consent:
    """Whoever asks for themselves agrees by asking; for others the reporter says what they know (privacy 10)."""
    if not for_other(journey.answers):
        return Consent.GIVEN
    knows = chosen(journey.answers, "consent", "knows")
    if knows == Knows.AGREES:
        return Consent.GIVEN
    if knows == Knows.REFUSES:
        return Consent.REFUSED
    form = journey.forms["age"]
    years = form.years() if isinstance(form, AgeForm) else None
    if knows == Knows.CANNOT and years is not None and years < CHILD_UNTIL:
        return Consent.BEST_INTEREST
    return Consent.NOT_ASKED


def _chosen_body(answers: Answers) -> Organization | None:
    value = chosen(answers, "local")
    if value in (None, CENTER_DECIDES, NOT_MINE):
        return None
    return Organization.objects.active().filter(pk=value).first()


def _country(answers: Answers) -> str:
    values = answers.get("country", {})
    return ", ".join(part for part in (values.get("city"), values.get("country")) if part)


def _place(answers: Answers) -> dict[str, str]:
    address = answers.get("address")
    if address is None:
        return {}
    parts = [
        _("บ้านเลขที่ %(house)s") % address if address["house"] else "",
        address["road"],
        _("จุดสังเกต %(landmark)s") % address if address["landmark"] else "",
    ]
    return {
        "moo": address["moo"],
        "village": address["village"],
        "place_detail": " ".join(part for part in parts if part),
    }


def _content(file: DraftFile) -> CheckedFile:
    """Read a stored file back.

    Raises:
        MissingFile: when it is gone.
    """
    try:
        with open_private(file.path) as stream:
            content = stream.read()
    except OSError as error:
        raise MissingFile(file.name) from error
    return CheckedFile(file.name, content, file.content_type, file.path.rpartition(".")[2])
