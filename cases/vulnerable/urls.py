"""`/desk/first/`: households that need help first."""

from django.urls import path

from cases.vulnerable.desk import views

app_name = "first"

urlpatterns = [
    path("", views.listing, name="listing"),
    path("new/", views.new, name="new"),
    path("find/", views.find, name="find"),
    path("list/", views.take_list, name="list"),
    path("needs/", views.needs, name="needs"),
    path("needs/<int:pk>/", views.needs, name="need"),
    path("<int:pk>/", views.home, name="home"),
    path("<int:pk>/change/", views.change, name="change"),
    path("<int:pk>/refresh/", views.refresh, name="refresh"),
    path("<int:pk>/remove/", views.remove, name="remove"),
    path("<int:pk>/copy/", views.copy, name="copy"),
]
