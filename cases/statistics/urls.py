"""`/desk/statistics/`: figures of the register."""

from django.urls import path

from cases.statistics.desk import keys, maps, overview, views

app_name = "statistics"

urlpatterns = [
    path("", overview.page, name="page"),
    path("map/", maps.area_map, name="map"),
    path("keys/", keys.keys_page, name="keys"),
    path("keys/<int:pk>/end/", keys.end, name="end_key"),
    path("<slug:name>/", views.report, name="report"),
]
