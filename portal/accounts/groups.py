"""Entry to /cms/ follows appointments.

Wagtail reads rights from membership in a group. Membership is therefore kept equal to the appointments in force, so
that the rights of an editor begin and end with the order like those of an officer (S2.60).
"""

from __future__ import annotations

from collections.abc import Iterable

from django.contrib.auth.models import Group, Permission
from django.db import transaction
from django.db.models import QuerySet

from portal.accounts.functions import CMS_GROUPS, Function
from portal.accounts.models import Appointment, User
from portal.actors import System
from portal.audit import services as audit


def follow_appointments() -> int:
    """Let those in whose appointment is in force, and out those whose appointment is over.

    People who never held such an appointment are left alone: the technical administrator may have let them in by hand.

    Returns:
        How many memberships changed. Each change is on record.
    """
    changed = 0
    for function, name in CMS_GROUPS.items():
        appointed = Appointment.objects.giving(function)
        entitled = User.objects.filter(pk__in=appointed.in_force().values("user"))
        once = User.objects.filter(pk__in=appointed.values("user"))
        joining = entitled.exclude(groups__name=name)
        leaving = once.filter(groups__name=name).exclude(pk__in=entitled)
        changed += _change(name, joining, joins=True) + _change(name, leaving, joins=False)
    return changed


def release_administrators() -> int:
    """Take every right in /cms/ from those whose order to look after the machine is over.

    Being let in by hand is not taken from whoever never had such an order. Who has one is not let in by it either:
    `make_first_admin` does that for the first person, and whoever is let in already for the next ones.

    Returns:
        How many people. Each is on record.
    """
    appointed = Appointment.objects.giving(Function.SYSTEM)
    return _release(
        User.objects.filter(pk__in=appointed.values("user")).exclude(
            pk__in=appointed.in_force().values("user")
        )
    )


EDITING = ("add", "change", "view")


def let_edit(
    app_label: str,
    model: str,
    *,
    who: Iterable[Function] = (Function.EDIT_CONTENT, Function.PUBLISH),
    verbs: Iterable[str] = EDITING,
) -> None:
    """Let editors and publishers add and change rows of a table in `/cms/`; as a rule nobody deletes them, they are switched off.

    Args:
        app_label: of the table's app.
        model: its name, lower case.
        who: the functions of an appointment that give the right.
        verbs: what may be done, in Django's words.
    """
    names = [f"{verb}_{model}" for verb in verbs]
    rights = Permission.objects.filter(content_type__app_label=app_label, codename__in=names)
    for function in who:
        group = Group.objects.filter(name=CMS_GROUPS[function]).first()
        if group is not None:
            group.permissions.add(*rights)


def leave(person: User, functions: Iterable[Function]) -> int:
    """Let a person out for whom an order was changed: of functions that it gave before, and no other order gives.

    Returns:
        How many memberships and rights of an administrator ended. Each is on record.
    """
    held = Appointment.objects.in_force().filter(user=person)
    ended = [
        one for one in functions if one in {*CMS_GROUPS, Function.SYSTEM} and not held.giving(one).exists()
    ]
    them = User.objects.filter(pk=person.pk)
    return sum(
        _release(them)
        if one == Function.SYSTEM
        else _change(CMS_GROUPS[one], them.filter(groups__name=CMS_GROUPS[one]), joins=False)
        for one in ended
    )


def _change(name: str, users: QuerySet[User], *, joins: bool) -> int:
    """Add people to a group or take them out, with an entry for each."""
    found = list(users)
    if not found:
        return 0
    with transaction.atomic():
        group = Group.objects.get_or_create(name=name)[0]
        for user in found:
            (group.user_set.add if joins else group.user_set.remove)(user)
            action = "accounts.cms_entered" if joins else "accounts.cms_left"
            audit.record(actor=System(), action=action, subject=str(user.pk), data={"group": name})
    return len(found)


def _release(users: QuerySet[User]) -> int:
    """Make people superusers no more, with an entry for each who was one."""
    found = list(users.filter(is_superuser=True))
    if not found:
        return 0
    with transaction.atomic():
        for user in found:
            user.is_superuser = False
            user.save(update_fields=["is_superuser"])
            audit.record(actor=System(), action="accounts.administrator_released", subject=str(user.pk))
    return len(found)
