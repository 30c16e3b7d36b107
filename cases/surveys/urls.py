"""`/desk/surveys/`: surveys of one's organization."""

from django.urls import path

from cases.surveys.desk import views

app_name = "surveys"

urlpatterns = [
    path("", views.listing, name="listing"),
    path("make/", views.make, name="make"),
    path("<int:pk>/", views.survey, name="survey"),
    path("<int:pk>/reported/", views.reported, name="reported"),
    path("<int:pk>/enter/", views.enter, name="enter"),
    path("<int:pk>/list/", views.take_list, name="list"),
    path("<int:pk>/committee/", views.committee, name="committee"),
    path("<int:pk>/<slug:what>/", views.act, name="act"),
]
