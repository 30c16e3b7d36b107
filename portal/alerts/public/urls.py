"""`/alerts/`."""

from django.urls import path

from portal.alerts.public import views

app_name = "alerts"

# Tokens are made of the letters of a slug; anything else, a NUL too, is no address before it reaches a database.

urlpatterns = [
    path("new/", views.ask, name="ask"),
    path("sent/", views.sent, name="sent"),
    path("confirm/<slug:secret>/", views.confirm, name="confirm"),
    path("<slug:token>/", views.page, name="page"),
    path("<slug:token>/stop/", views.stop, name="stop"),
]
