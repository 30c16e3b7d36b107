"""`/units/`."""

from django.urls import path

from portal.units.public import signs, views

app_name = "units"

urlpatterns = [
    path("", views.find_unit, name="find"),
    path("<int:pk>/", views.unit, name="unit"),
    path("<int:pk>/poster.pdf", signs.poster, name="poster"),
    path("<int:pk>/sign.pdf", signs.sign, name="sign"),
]
