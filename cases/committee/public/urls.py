"""`/track/decision/`: the resolution on one's own case, and objecting to it."""

from django.urls import path

from cases.committee.public import views

app_name = "decision"

urlpatterns = [path("", views.decision, name="page")]
