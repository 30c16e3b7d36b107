"""`/desk/statistics/`: figures of the register."""

from django.urls import path

from cases.statistics.desk import views

app_name = "statistics"

urlpatterns = [
    path("<slug:name>/", views.report, name="report"),
]
