"""`manage.py rebuild_search`: read every source again and build the search index anew."""

from __future__ import annotations

import time
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from portal.search.sources import site_index


class Command(BaseCommand):
    """The old index answers until the new one is complete; a crash leaves the old one."""

    help = "Build the search index anew, beside the old one, and swap it in."

    def handle(self, *args: Any, **options: Any) -> None:
        began = time.monotonic()
        last = 0.0

        def progress(done: int, total: int) -> None:
            nonlocal last
            if time.monotonic() - last > 1 or done == total:
                last = time.monotonic()
                self.stdout.write(f"  {done} of {total} documents", ending="\r" if done < total else "\n")
                self.stdout.flush()

        try:
            count = site_index.rebuild(progress if options["verbosity"] else None)
        except site_index.IndexBusyError as error:
            raise CommandError("Another process is writing the index. Try again in a moment.") from error
        size = site_index.engine().size_on_disk() / 1e6
        took = time.monotonic() - began
        self.stdout.write(self.style.SUCCESS(f"Indexed {count} documents in {took:.1f} s ({size:.1f} MB)."))
