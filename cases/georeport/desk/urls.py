"""`/desk/partners/`."""

from django.urls import path

from cases.georeport.desk import views

app_name = "partners"

urlpatterns = [
    path("", views.keys_page, name="keys"),
    path("<int:pk>/revoke/", views.revoke, name="revoke"),
]
