"""`manage.py statistics_token`: give keys to the figures out, list them, take them back (S1.32)."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from cases.errors import GuardFailed
from cases.statistics.domain import tokens
from cases.statistics.models import ApiToken
from portal.actors import System


class Command(BaseCommand):
    """Gives out, lists, takes back."""

    help = (
        "Keys by which partners read the protected monthly figures at /api/v1/statistics/. Without an option it lists "
        "them; --give NAME makes one and prints it this once; --revoke NUMBER takes one back."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Read what to do."""
        parser.add_argument("--give", metavar="NAME", help="name of the partner")
        parser.add_argument(
            "--days", type=int, default=tokens.LONGEST_DAYS, help="for how long (default: 366)"
        )
        parser.add_argument("--province", default="", help="two digits; without it the whole country")
        parser.add_argument("--revoke", type=int, metavar="NUMBER", help="number in the list")

    def handle(self, *args: Any, **options: Any) -> None:
        """Do it.

        Raises:
            CommandError: the name, the days or the province cannot be, or there is no such key.
        """
        if options["give"] is not None:
            try:
                token, secret = tokens.give(
                    actor=System(),
                    partner=options["give"],
                    days=options["days"],
                    province=options["province"],
                )
            except GuardFailed as error:
                raise CommandError(str(error)) from error
            self.stdout.write(f"{token.pk}\t{secret}")
        elif options["revoke"] is not None:
            token = ApiToken.objects.filter(pk=options["revoke"]).first()
            if token is None:
                raise CommandError("There is no key with this number.")
            tokens.revoke(actor=System(), token=token)
            self.stdout.write(f"{token.pk}\trevoked")
        else:
            self._list()

    def _list(self) -> None:
        now = timezone.now()
        for token in ApiToken.objects.all():
            state = "revoked" if token.revoked_at else "over" if token.expires_at <= now else "works"
            self.stdout.write(
                f"{token.pk}\t{state}\t{token.partner}\t{token.province_code or 'country'}\t"
                f"until {token.expires_at:%Y-%m-%d}\tlast used {token.last_used_on or 'never'}"
            )
