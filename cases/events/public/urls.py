"""`/event/<slug>/`: what everybody reads of an event."""

from django.urls import path

from cases.events.public import views

app_name = "event"

urlpatterns = [path("<slug:event>/", views.page, name="page")]
