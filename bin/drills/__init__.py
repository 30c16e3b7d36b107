"""Practice of the worst week on a throw-away installation: `bin/drill flood`."""
