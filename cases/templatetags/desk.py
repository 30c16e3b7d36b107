"""Filters of the desk's templates: `{% load desk %}`."""

from __future__ import annotations

from django import template

from cases.desk import names

register = template.Library()

register.filter("brief", names.brief)
