"""`/desk/data-rights/`."""

from django.urls import path

from cases.data_rights.desk import views

app_name = "data_rights"

urlpatterns = [
    path("", views.queue, name="queue"),
    path("new/", views.take, name="take"),
    path("new/<str:reference>/", views.take_for, name="take_for"),
    path("<int:pk>/", views.item, name="item"),
    path("<int:pk>/copy/", views.copy, name="copy"),
]
