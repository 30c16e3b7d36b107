"""`/law/`: permalinks. Everything else of the library is a page of Wagtail."""

from django.urls import path

from legal_library.public import permalinks

app_name = "law"

urlpatterns = [
    path("<slug:kind>/<str:year>/<path:number>/", permalinks.permalink, name="permalink"),
]
