"""`/desk/phone/`: phones without a signal."""

from django.urls import path

from cases.phones.desk import syncing, views

app_name = "phones"

urlpatterns = [
    path("", views.app, name="app"),
    path("file/", views.hand_in, name="file"),
    path("who/", syncing.who, name="who"),
    path("sync/", syncing.sync, name="sync"),
    path("aside/", views.aside, name="aside"),
    path("aside/<slug:key>/", views.entry, name="entry"),
    path("aside/<slug:key>/adopt/", views.adopt, name="adopt"),
    path("missing/<int:pk>/asked/", views.asked, name="asked"),
    path("phones/<slug:key>/<slug:what>/", views.phone, name="phone"),
]
