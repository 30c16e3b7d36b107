"""`/desk/households/`: reports of one household."""

from django.urls import path

from cases.households.desk import views

app_name = "households"

urlpatterns = [
    path("", views.waiting, name="waiting"),
    path("decide/", views.decide, name="decide"),
    path("<str:reference>/", views.page, name="case"),
    path("<str:reference>/part/", views.part_case, name="part"),
]
