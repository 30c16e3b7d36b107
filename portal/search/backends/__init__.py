"""Backends of Wagtail's search API (modelsearch) that understand Thai: `whoosh` for one machine, `postgres` for several."""
