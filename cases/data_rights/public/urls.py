"""`/track/rights/`."""

from django.urls import path

from cases.data_rights.public import views

app_name = "own_data"

urlpatterns = [path("track/rights/", views.page, name="page")]
