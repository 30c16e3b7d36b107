"""`/api/v1/statistics/`: the same in every language, for programs."""

from django.urls import path

from cases.statistics.outside import views

app_name = "statistics_api"

urlpatterns = [
    path("", views.about, name="about"),
    path("<slug:report>/", views.figures, name="figures"),
]
