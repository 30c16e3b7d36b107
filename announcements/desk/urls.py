"""`/desk/notices/`: announcements of an office's own."""

from django.urls import path

from announcements.desk import views

app_name = "notices"

urlpatterns = [
    path("", views.table, name="list"),
    path("new/", views.new, name="new"),
    path("<int:pk>/", views.show, name="show"),
    path("<int:pk>/change/", views.change, name="change"),
    path("<int:pk>/files/", views.add_file, name="add_file"),
    path("<int:pk>/files/<int:number>/remove/", views.remove_file, name="remove_file"),
    path("<int:pk>/return/", views.give_back, name="give_back"),
    path("<int:pk>/<slug:step>/", views.step, name="step"),
]
