"""How long help usually takes, on pages that are not of case work: `{% load usual %}{% usual_time page.problem as words %}`."""

from __future__ import annotations

from django import template

from cases.intake.usual_words import told
from portal.vocabulary import ProblemType

register = template.Library()


@register.simple_tag
def usual_time(problem: str) -> str:
    """Return the sentence for a kind of problem everywhere; "" where nothing can be told."""
    return told(ProblemType(problem)) if problem in ProblemType.values else ""
