"""Accounts of people: made without a password, known by a name that they can remember."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from portal.accounts.domain.delegation import NotAdministeredError, may_let_in
from portal.accounts.domain.telling import News, tell
from portal.accounts.models import User
from portal.actors import Actor
from portal.audit import services as audit
from portal.thai.names import name_key, without_title
from portal.thai.romanization import latin_address

LONGEST_USERNAME = 30
"""Of those that we propose; people type them every day."""


def propose_username(name: str) -> str:
    """Return a free user name made of a person's name: "สมหญิง ใจดี" gives "somying.c", "somying.c2" and so on."""
    words = without_title(name).split()
    first = latin_address(words[0], LONGEST_USERNAME - 4).replace("-", "") if words else ""
    last = latin_address(words[-1], LONGEST_USERNAME).replace("-", "") if len(words) > 1 else ""
    stem = ".".join(part for part in (first or "staff", last[:1]) if part)
    taken = {
        name.lower()
        for name in User.objects.filter(username__istartswith=stem).values_list("username", flat=True)
    }
    number = 2
    proposed = stem
    while proposed in taken:
        proposed, number = f"{stem}{number}", number + 1
    return proposed


def known_person(*, username: str, name: str) -> User | None:
    """Return the account of a user name; None when there is none yet.

    Raises:
        ValidationError: it is the account of somebody with another name.
    """
    found = User.objects.filter(username__iexact=username.strip()).first() if username.strip() else None
    if found is not None and name_key(found.display_name) != name_key(name):
        raise ValidationError(_("ชื่อผู้ใช้นี้เป็นของคนอื่น เลือกชื่อผู้ใช้อื่น หรือพิมพ์ชื่อให้ตรงกับบัญชีเดิม"), code="taken")
    return found


@transaction.atomic
def change_person(*, actor: Actor, person: User, name: str, email: str, phone: str) -> bool:
    """Correct name and contact of a person; says whether anything changed. Which fields did is on record, not what.

    Args:
        actor: the person, or who administers all of their appointments.
        person: whose account.
        name: as colleagues know the person.
        email: of the person.
        phone: at the office.

    Raises:
        NotAdministeredError: the account is neither the actor's own nor theirs to let in.
        ValidationError: a value does not fit.
    """
    is_own = actor.person is not None and actor.person.pk == person.pk
    if not is_own and not may_let_in(actor, person):
        raise NotAdministeredError
    wanted = {"display_name": name, "email": email, "phone": phone}
    changed = sorted(field for field, value in wanted.items() if getattr(person, field) != value)
    before = person.email
    for field in changed:
        setattr(person, field, wanted[field])
    if changed:
        person.clean_fields(exclude=["password"])
        person.save(update_fields=changed)
        audit.record(actor=actor, action="account.changed", subject=str(person.pk), data={"fields": changed})
    if "email" in changed and before:
        tell(person, News.CONTACT_CHANGED, address=before)
    return bool(changed)


@transaction.atomic
def create_person(*, actor: Actor, name: str, username: str = "", email: str = "", phone: str = "") -> User:
    """Make the account of a person. It has no password: only a code lets in (S2.61).

    Args:
        actor: who makes it.
        name: as colleagues know the person.
        username: proposed from the name when it is left out.
        email: of the person, for notices without content.
        phone: at the office.

    Raises:
        ValidationError: the user name is taken, or holds signs that are not taken.
    """
    person = User(
        username=username.strip().lower() or propose_username(name),
        display_name=name,
        email=email,
        phone=phone,
    )
    person.set_unusable_password()
    person.clean_fields(exclude=["password"])
    try:
        with transaction.atomic():
            person.save()
    except IntegrityError as error:
        raise ValidationError(_("ชื่อผู้ใช้นี้มีคนใช้แล้ว"), code="taken") from error
    audit.record(actor=actor, action="account.created", subject=str(person.pk))
    return person
