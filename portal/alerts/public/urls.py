"""`/alerts/`."""

from django.urls import path

from portal.alerts.public import views

app_name = "alerts"

urlpatterns = [
    path("new/", views.ask, name="ask"),
    path("sent/", views.sent, name="sent"),
    path("confirm/<str:secret>/", views.confirm, name="confirm"),
    path("<str:token>/", views.page, name="page"),
    path("<str:token>/stop/", views.stop, name="stop"),
]
