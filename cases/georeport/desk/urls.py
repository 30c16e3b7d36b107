"""`/desk/partners/`."""

from django.urls import path

from cases.georeport.desk import hooks, views

app_name = "partners"

urlpatterns = [
    path("", views.keys_page, name="keys"),
    path("hooks/", hooks.hooks_page, name="hooks"),
    path("hooks/<int:pk>/end/", hooks.end, name="end_hook"),
    path("<int:pk>/revoke/", views.revoke, name="revoke"),
]
