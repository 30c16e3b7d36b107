"""Settings: `base` is common; `development`, `test` and `production` say what differs."""
