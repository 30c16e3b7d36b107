"""`/survey/…`: surveys for everybody."""

from django.urls import path

from cases.surveys.public import views

urlpatterns = [
    path("<int:pk>/", views.survey, name="survey"),
    path("<int:pk>/thanks/", views.thanks, name="survey_thanks"),
]
