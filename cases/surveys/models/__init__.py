"""Surveys, their questions, and what households answered."""

from cases.surveys.models.household import Answer, EntryWay, Household
from cases.surveys.models.survey import Question, QuestionKind, ReportState, Survey, SurveyArea

__all__ = [
    "Answer",
    "EntryWay",
    "Household",
    "Question",
    "QuestionKind",
    "ReportState",
    "Survey",
    "SurveyArea",
]
