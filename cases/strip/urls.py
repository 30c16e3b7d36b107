"""`/desk/strip/`: new requests one after the other."""

from django.urls import path

from cases.strip.desk import views

app_name = "strip"

urlpatterns = [
    path("", views.page, name="page"),
    path("next/", views.take, name="take"),
    path("stop/", views.stop, name="stop"),
    path("decide/", views.decide, name="decide"),
]
