"""What the templates of form fields need (`templates/django/forms/widgets/`)."""

from __future__ import annotations

from django import template
from django.forms.utils import flatatt

register = template.Library()
register.filter("attributes", flatatt)
