"""`/ask/` and `/answers/`, and what officers see of both."""

from django.urls import include, path

from cases.consultation.public import views

app_name = "consultation"

urlpatterns = [
    path("ask/", views.ask, name="ask"),
    path("ask/sent/", views.sent, name="sent"),
    path("ask/answer/", views.read, name="read"),
    path("answers/", views.answers, name="answers"),
    path("desk/consultation/", include("cases.consultation.desk.urls")),
]
