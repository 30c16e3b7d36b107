"""`/desk/needs/`: needs of the people."""

from django.urls import path

from cases.needs.desk import views

app_name = "needs"

urlpatterns = [
    path("", views.page, name="page"),
    path("note/", views.note, name="note"),
    path("send/", views.send, name="send"),
    path("digests/<int:pk>/", views.digest, name="digest"),
    path("urgent/<int:pk>/", views.urgent, name="urgent"),
    path("<slug:what>/<int:pk>/acknowledge/", views.acknowledge, name="acknowledge"),
]
