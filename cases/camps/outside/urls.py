"""`/helper/<secret>/`: a shift at a shelter, for whoever has the link."""

from django.urls import path

from cases.camps.outside import views

app_name = "helper"

urlpatterns = [path("<str:secret>/", views.page, name="page")]
