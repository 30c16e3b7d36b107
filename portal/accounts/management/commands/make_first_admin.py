"""`manage.py make_first_admin`: let the first person into a new installation."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from portal.accounts.domain.activating import Issued, issue
from portal.accounts.domain.appointments import appoint
from portal.accounts.domain.people import create_person
from portal.accounts.functions import Function
from portal.accounts.models import Appointment, User
from portal.accounts.models.appointment import AppointmentQuerySet
from portal.accounts.roles import Role
from portal.actors import System
from portal.organizations.models import Organization
from portal.organizations.vocabulary import OrganizationType
from portal.thai.dates import format_datetime
from portal.web.links import absolute


class Command(BaseCommand):
    """No account exists before it, and it prints no password: a code that works once, for seven days (ASVS 6.3.2)."""

    help = (
        "Make the first technical administrator of an installation and print the code by which they set a password. "
        "Run again before the code was used, it prints a new one."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("username", help="the user name, e.g. somying.c")
        parser.add_argument("--name", default="", help="the person's name; needed the first time")
        parser.add_argument(
            "--organization", default="", help="a part of the center's name, where there are several"
        )

    @transaction.atomic
    def handle(self, *args: Any, username: str, name: str, organization: str, **options: Any) -> None:
        person = User.objects.filter(username__iexact=username).first()
        administrators = User.objects.filter(pk__in=self._orders().values("user"))
        if person is None:
            if administrators.exists():
                raise CommandError(
                    "This installation has its first administrator; they appoint everybody else."
                )
            person = self._make(username, name, self._center(organization))
        elif not administrators.filter(pk=person.pk).exists() or person.has_usable_password():
            raise CommandError(
                "This account is not one that waits for its first code; ask its administrator for a new one."
            )
        self._print(issue(actor=System(), person=person))

    def _orders(self) -> AppointmentQuerySet:
        """Return the orders to look after the machine, of today and to come: when the last one is over, one begins anew."""
        return Appointment.objects.giving(Function.SYSTEM).filter(
            Q(valid_until__isnull=True) | Q(valid_until__gte=timezone.localdate()),
            organization__is_active=True,
            user__is_active=True,
        )

    def _center(self, words: str) -> Organization:
        centers = Organization.objects.active().of_types(OrganizationType.CENTER)
        if words:
            centers = centers.named(words)
        found = list(centers[:2])
        if not found:
            raise CommandError(
                "There is no such center: run manage.py prepare, or import the directory first."
            )
        if len(found) > 1:
            raise CommandError("There are several centers: say which with --organization.")
        return found[0]

    def _make(self, username: str, name: str, center: Organization) -> User:
        if not name.strip():
            raise CommandError("Say who it is with --name.")
        try:
            person = create_person(actor=System(), name=name.strip(), username=username)
        except ValidationError as error:
            raise CommandError(" ".join(error.messages)) from error
        person.is_superuser = True
        person.save(update_fields=["is_superuser"])
        functions = [Function.SYSTEM, Function.ACCOUNTS]
        appoint(
            actor=System(), person=person, organization=center, role=Role.SYSTEM_ADMIN, functions=functions
        )
        return person

    def _print(self, issued: Issued) -> None:
        self.stdout.write(f"user name  {issued.person.get_username()}")
        self.stdout.write(f"code       {issued.code}")
        self.stdout.write(f"valid to   {format_datetime(issued.expires_at, language='en')}")
        self.stdout.write(f"address    {absolute(reverse('accounts:activate'))}")
