"""What an organization's letters carry, kept by the organization itself, and what of it is missing (S2.01)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from portal.actors import Officer
from portal.audit import services as audit
from portal.composed import Composed
from portal.letters.kinds.official import LetterDraft
from portal.letters.models import Letterhead
from portal.letters.vocabulary import Acting
from portal.organizations.models import Organization

MISSING: Mapping[str, Promise] = {
    "letter_code": _("รหัสหนังสือของหน่วยงาน"),
    "address": _("ที่อยู่"),
    "signatory": _("ชื่อผู้ลงนาม"),
    "position": _("ตำแหน่งผู้ลงนาม"),
    "phones": _("โทรศัพท์ของเจ้าของเรื่อง"),
}
"""What no letter should go out without, in the order in which it stands on paper, with its words."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """All that an organization decides about its letters.

    Attributes:
        letter_code: "กบ 52001", before the running number.
        address: lines of the letterhead.
        signatory: with title, first name and surname.
        position: of the signatory.
        acting: in which way the signatory signs for another; "" for their own office.
        acting_for: for whose office.
        owner_unit: which unit answers questions.
        phones: of that unit.
    """

    letter_code: str
    address: str
    signatory: str
    position: str
    acting: str
    acting_for: str
    owner_unit: str
    phones: str


OF_THE_ORGANIZATION = ("letter_code", "address")
OF_THE_LETTERHEAD = ("signatory", "position", "acting", "acting_for", "owner_unit", "phones")


def letterhead_of(organization: Organization) -> Letterhead:
    """Return what an organization filled in; an empty, unsaved one where it never did."""
    return Letterhead.objects.filter(organization=organization).first() or Letterhead(
        organization=organization
    )


def settings_of(organization: Organization) -> Settings:
    """Return how an organization's letters are set now."""
    head = letterhead_of(organization)
    own = {name: getattr(organization, name) for name in OF_THE_ORGANIZATION}
    return Settings(**own, **{name: getattr(head, name) for name in OF_THE_LETTERHEAD})


def may_set(actor: object) -> bool:
    """Say whether somebody decides about the letters of their organization: who supervises there, or stands in."""
    return isinstance(actor, Officer) and actor.supervises


@transaction.atomic
def set_letterhead(*, actor: Officer, settings: Settings) -> Letterhead:
    """Change how the letters of the actor's organization look from now on; letters that went out stay as they are.

    Args:
        actor: who supervises there.
        settings: all of it.

    Raises:
        PermissionDenied: the actor does not decide that.
        ValidationError: a value is too long, or somebody is acted for in no way.
    """
    if not may_set(actor):
        raise PermissionDenied("only the supervisor of an organization sets its letters")
    organization = Organization.objects.select_for_update().get(pk=actor.organization.pk)
    before = settings_of(organization)
    if bool(settings.acting) != bool(settings.acting_for):
        raise ValidationError({"acting_for": _("ระบุว่าลงนามแทนผู้ใด หรือเลือกว่าไม่ได้ลงนามแทน")})
    for name in OF_THE_ORGANIZATION:
        setattr(organization, name, getattr(settings, name))
    organization.full_clean(
        exclude=[f.name for f in Organization._meta.fields if f.name not in OF_THE_ORGANIZATION],
        validate_unique=False,
        validate_constraints=False,
    )
    organization.save(update_fields=OF_THE_ORGANIZATION)
    head = letterhead_of(organization)
    for name in OF_THE_LETTERHEAD:
        setattr(head, name, getattr(settings, name))
    head.updated_by = actor.person
    head.full_clean(validate_unique=False)
    head.save()
    changed = [name for name in Settings.__slots__ if getattr(before, name) != getattr(settings, name)]
    audit.record(
        actor=actor, action="letterhead.set", subject=str(organization.pk), data={"changed": changed}
    )
    return head


def missing_of(organizations: Iterable[Organization]) -> dict[int, list[str]]:
    """Return what the letters of organizations lack, as keys of `MISSING`, by organization; one query.

    An organization whose telephone is known lacks none: its letters carry that.
    """
    listed = list(organizations)
    heads = Letterhead.objects.in_bulk([one.pk for one in listed])
    return {one.pk: _missing(one, heads.get(one.pk)) for one in listed}


def _missing(organization: Organization, head: Letterhead | None) -> list[str]:
    head = head or Letterhead(organization=organization)
    values = {
        "letter_code": organization.letter_code,
        "address": organization.address,
        "signatory": head.signatory,
        "position": head.position,
        "phones": head.phones or organization.phone,
    }
    return [name for name in MISSING if not values[name].strip()]


def missing_words(organization: Organization) -> list[str]:
    """Return what the letters of one organization lack, in words; asked by every page of the desk."""
    head = _HEAD.first(organization=organization.pk)
    return [str(MISSING[name]) for name in _missing(organization, head)]


_HEAD = Composed(lambda organization: Letterhead.objects.filter(pk=organization), organization=int)


def with_letterhead(letter: LetterDraft, organization: Organization) -> LetterDraft:
    """Return a draft with what its writer left open: signatory, unit in charge, telephones."""
    head = letterhead_of(organization)
    phones = tuple(part.strip() for part in (head.phones or organization.phone).split(",") if part.strip())
    signs = (
        {}
        if letter.signatory
        else {
            "signatory": head.signatory,
            "position": letter.position or head.position,
            "acting": head.acting or Acting.ON_BEHALF.value,
            "acting_for": letter.acting_for or head.acting_for,
        }
    )
    return replace(
        letter,
        **signs,  # type: ignore[arg-type]
        owner_unit=letter.owner_unit or head.owner_unit or organization.name_th,
        phones=letter.phones or phones,
    )
