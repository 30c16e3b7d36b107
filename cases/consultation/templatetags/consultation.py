"""Published questions under a guide: `{% load consultation %}{% frequent_questions page.problem as rows %}`."""

from __future__ import annotations

from django import template

from cases.consultation.domain.publishing import under_guide
from cases.consultation.models import FrequentQuestion

register = template.Library()


@register.simple_tag
def frequent_questions(problem: str) -> tuple[FrequentQuestion, ...]:
    """Return what was published of one kind of problem."""
    return under_guide(problem)
