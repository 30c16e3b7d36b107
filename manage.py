#!/usr/bin/env python
"""Django's command line; development settings unless DJANGO_SETTINGS_MODULE says otherwise."""

import os
import sys

LIGHT = ["serve"]
"""The command that runs without the apps."""


def main() -> None:
    """Run one management command."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings.development")
    if sys.argv[1:2] == LIGHT:
        # It only watches over others: it loads no apps (portal.management.commands.serve).
        from portal.management.commands.serve import Command

        Command().run_from_argv(sys.argv)
        return
    # Late: the settings have to be named first.
    from django.core.management import execute_from_command_line

    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
