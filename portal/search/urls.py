"""`/search/`."""

from django.urls import path

from portal.search.site import views

app_name = "search"

urlpatterns = [
    path("", views.results, name="results"),
    path("suggest/", views.suggest, name="suggest"),
    path("feed/", views.feed, name="feed"),
    path("feed.json", views.json_feed, name="json_feed"),
    path("click/", views.click, name="click"),
]
