"""What is known of a case may be completed and corrected at any time: files, people, place, contact, the lost secret.

Nothing is overwritten in silence: the old value stands beside the new one in the note of the event (cases.md, second
edition, 5). Problem and subdistrict are no words but decide who leads a case: they change by `cases.domain.screening`.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cases.domain import identity, intake, notify, recognition
from cases.domain.act import act_on
from cases.domain.submission import AffectedDetails
from cases.errors import GuardFailed
from cases.machine.vocabulary import Verb
from cases.models import AffectedPerson, LostCode
from cases.vocabulary import Visibility
from portal.actors import Citizen
from portal.thai.dates import bangkok_today, format_date

if TYPE_CHECKING:
    from uuid import UUID

    from django.db.models import Model

    from cases.models import Case, CaseFile, Reporter
    from portal.actors import Actor, Officer
    from portal.files import CheckedFile

OF_THE_PLACE = ("moo", "village", "place_detail")
OF_A_PERSON = (
    *("name", "sex", "birth_date", "age", "age_words", "is_married", "has_disability", "is_destitute"),
    *(
        "nationality",
        "papers",
        "needs_interpreter",
        "interpreter_language",
        "kinship",
        "phone",
        "household_size",
    ),
)
OF_THE_CONTACT = (
    *("name", "relation", "contact_way", "phone", "email", "email_words", "other_way", "contact_time"),
    *("contact_note", "may_leave_message", "may_identify", "may_tell_affected", "may_email", "may_text"),
)


def add_file(
    *,
    case: Case,
    checked: CheckedFile,
    actor: Actor,
    note: str = "",
    readers: Visibility = Visibility.SHARED,
    identity: str = "",
) -> CaseFile:
    """Add a file to an open case; one of the citizen has to be looked at.

    Args:
        case: open.
        checked: checked and cleaned by `portal.files`.
        actor: who reads the case, or the citizen, who has shown reference and secret.
        note: what it is.
        readers: of the file and the note; of what the citizen adds, everybody who reads the story.
        identity: of the event, when it may come twice (`cases.domain.once`).

    Raises:
        NotAllowed, GuardFailed: nothing was written.
        OSError: the disk is full or not writable; nothing was written.
    """
    with act_on(verb=Verb.ADD_FILE, case=case, actor=actor, identity=identity) as act:
        act.record(note=act.note_text(note), readers=readers, visibility=readers)
        if isinstance(actor, Citizen):
            notify.tell_holder_to_read(act)
        # Last, because the disk takes nothing back when the transaction fails.
        return intake.add_file(
            case=act.case, checked=checked, actor=actor, organization=actor.organization, readers=readers
        )


def correct_facts(
    *,
    case: Case,
    actor: Officer,
    place: Mapping[str, Any] | None = None,
    person: AffectedPerson | None = None,
    about_person: Mapping[str, Any] | None = None,
    adds: bool = False,
    note: str = "",
    identity: str = "",
) -> Case:
    """Correct or complete what is known of the place and of one person, or add one.

    Of an age and a birth date the one counts that was told last.

    Args:
        case: open.
        actor: who takes in or works at its holder.
        place: new values of fields in `OF_THE_PLACE`; what is not named stays as it is.
        person: of this case, to whom `about_person` belongs.
        about_person: new values of fields in `OF_A_PERSON`.
        adds: they are those of another person, whom nobody has named yet.
        note: where it is known from.
        identity: of the event, when it may come twice (`cases.domain.once`).

    Raises:
        NotAllowed, GuardFailed: nothing was written; also when nothing would change.
    """
    with act_on(verb=Verb.CORRECT_FACTS, case=case, actor=actor, identity=identity) as act:
        told = _take(act.case, place or {}, OF_THE_PLACE)
        if adds and about_person:
            told += _add_person(act.case, about_person)
        elif person is not None and about_person:
            told += _change_person(act.case, person.pk, about_person)
        act.record(note=act.note_text(_words(told, note)), readers=Visibility.SHARED)
        recognition.remember(act.case)
    return act.case


def _add_person(case: Case, values: Mapping[str, Any]) -> list[str]:
    row = AffectedPerson(case=case)
    told = _take(row, values, OF_A_PERSON)
    if not told:
        return []
    _keep(row)
    return [str(_("เพิ่มผู้ประสบปัญหาอีกคน")), *told]


def _change_person(case: Case, pk: int, values: Mapping[str, Any]) -> list[str]:
    people = list(case.affected_people.select_for_update().order_by("pk"))
    row = next(one for one in people if one.pk == pk)
    age = row.age
    told = _take(row, values, OF_A_PERSON)
    if row.age not in (None, age) and row.birth_date and "birth_date" not in values:
        # The age was told last: a birth date by which it is another one is not right any more.
        told += [] if _years(row.birth_date) == row.age else _take(row, {"birth_date": None}, ("birth_date",))
    _keep(row)
    # Of several it is said who is meant.
    return [_whose(row), *told] if told and len(people) > 1 else told


def _whose(row: AffectedPerson) -> str:
    return f"{row.name or _('ไม่ได้บอกชื่อ')}:"


def _years(born: dt.date) -> int:
    today = bangkok_today()
    return today.year - born.year - ((today.month, today.day) < (born.month, born.day))


def _keep(row: AffectedPerson) -> None:
    """Keep a person with the age band that follows.

    Raises:
        GuardFailed: they are not born yet.
    """
    if row.birth_date is not None and row.birth_date > bangkok_today():
        raise GuardFailed(_("วันเกิดต้องไม่อยู่ในอนาคต"), field="birth_date")
    row.age_band = AffectedDetails(birth_date=row.birth_date, age=row.age).age_band(bangkok_today())
    row.save()


def change_contact(
    *, case: Case, actor: Actor, contact: Mapping[str, Any], identified: str = "", identity: str = ""
) -> Case:
    """Change who reports and how they are reached without harm (privacy 7 and 10).

    Args:
        case: open.
        actor: the citizen, who has shown reference and secret, or an officer who takes in at the holder or the center.
        contact: new values of fields in `OF_THE_CONTACT`; what is not named stays as it is.
        identified: how an officer made sure who it is; required of an officer.
        identity: of the event, when it may come twice (`cases.domain.once`).

    Raises:
        NotAllowed, GuardFailed: nothing was written; also when nothing would change.
    """
    with act_on(verb=Verb.CHANGE_CONTACT, case=case, actor=actor, identity=identity) as act:
        check = act.note_text(identified, field="identified", required=not isinstance(actor, Citizen))
        row = type(act.case.reporter).objects.select_for_update().get(case=act.case)
        reached = (row.email, row.may_email)
        told = _take(row, _with_ended_consents(row, contact), OF_THE_CONTACT)
        row.save()
        if reached != (row.email, row.may_email):
            # A link to a new code lies in the mailbox of before; the row stays, because mails of a day are counted.
            LostCode.objects.filter(case=act.case).update(expires_at=timezone.now())
            # What waits for a mail server, perhaps for two days, or for a second try, would go there too.
            notify.take_back_mails(case=act.case)
        # An address at which somebody was reached is not for others who work on the case.
        act.record(note=act.note_text(_words(told, check)), readers=Visibility.INTERNAL)
        act.case.reporter = row
        recognition.remember(act.case)
        if isinstance(actor, Citizen):
            notify.tell_holder_to_read(act)
    return act.case


_CONSENTS = {"phone": "may_text", "email": "may_email"}
"""Where a machine sends news → whether it may."""


def _with_ended_consents(row: Reporter, contact: Mapping[str, Any]) -> dict[str, Any]:
    """Return the new values; what was allowed for an old number or address is not asked yet for a new one (privacy 7)."""
    ended = {
        consent: None
        for name, consent in _CONSENTS.items()
        if name in contact and contact[name] != getattr(row, name) and consent not in contact
    }
    return {**contact, **ended}


def replace_secret(*, case: Case, actor: Actor, token: UUID, identified: str = "") -> str:
    """Give the reporter a new tracking secret; the old one opens nothing any more.

    Args:
        case: also closed: its answer may still be read, and it may be opened again.
        actor: who takes in at the holder or the center; or the citizen of a general case, by the link in their mail.
        token: of this run of the form. Sent twice it gives the same secret and is one act.
        identified: how an officer made sure who it is; required of an officer.

    Returns:
        the secret, to be told once; only its hash is stored.

    Raises:
        NotAllowed, GuardFailed: nothing was written.
    """
    secret = identity.secret_for(token)
    if identity.is_secret_of(secret=secret, secret_hash=type(case).objects.get(pk=case.pk).secret_hash):
        return secret
    with act_on(verb=Verb.REPLACE_SECRET, case=case, actor=actor) as act:
        is_citizen = isinstance(actor, Citizen)
        said = str(_("ผู้แจ้งเปิดลิงก์ในอีเมลที่ให้ไว้")) if is_citizen else identified
        check = act.note_text(said, field="identified", required=True)
        act.case.secret_hash = identity.hash_secret(secret)
        act.record(note=check, readers=Visibility.INTERNAL)
    return secret


def _take(row: Model, values: Mapping[str, Any], known: tuple[str, ...]) -> list[str]:
    """Put new values into a row without saving it; returns each change in words, the old value first.

    Raises:
        GuardFailed: a value does not fit.
    """
    told = []
    for name in known:
        if name not in values or getattr(row, name) == values[name]:
            continue
        field: Any = row._meta.get_field(name)
        before = _shown(row, name)
        try:
            setattr(row, name, field.clean(values[name], row))
        except ValidationError as error:
            raise GuardFailed(" ".join(error.messages), field=name) from error
        told.append(f"{field.verbose_name}: {before} → {_shown(row, name)}")
    return told


def _shown(row: Model, name: str) -> str:
    """Return a value in words."""
    value = getattr(row, name)
    if isinstance(value, dt.date):
        return format_date(value)
    if isinstance(value, bool):
        return str(_("ใช่")) if value else str(_("ไม่ใช่"))
    choice = getattr(row, f"get_{name}_display", None)
    return str(choice() if choice is not None else value if value is not None else "") or "–"


def _words(told: list[str], note: str) -> str:
    if not told:
        raise GuardFailed(_("ยังไม่มีอะไรเปลี่ยน"))
    return "\n".join([*told, note.strip()]).strip()
