"""`/desk/statistics/`: figures of the register."""

from django.urls import path

from cases.statistics.desk import maps, overview, views

app_name = "statistics"

urlpatterns = [
    path("", overview.page, name="page"),
    path("map/", maps.area_map, name="map"),
    path("<slug:name>/", views.report, name="report"),
]
