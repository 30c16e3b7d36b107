"""`/desk/many/`: one act on many cases."""

from django.urls import path

from cases.mass.desk import views

app_name = "mass"

urlpatterns = [
    path("", views.listing, name="list"),
    path("begin/", views.begin, name="begin"),
    path("<int:pk>/", views.page, name="act"),
    path("<int:pk>/plan/<slug:verb>/", views.plan, name="plan"),
    path("<int:pk>/out/<str:reference>/", views.strike, name="strike"),
    path("<int:pk>/read/", views.read, name="read"),
    path("<int:pk>/<slug:what>/", views.go, name="go"),
]
