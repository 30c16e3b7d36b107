"""`/desk/surveys/`: surveys of one's organization."""

from django.urls import path

from cases.surveys.desk import reported, views

app_name = "surveys"

urlpatterns = [
    path("", views.listing, name="listing"),
    path("make/", views.make, name="make"),
    path("reported/", reported.listing, name="all_reported"),
    path("<int:pk>/", views.survey, name="survey"),
    path("<int:pk>/reported/", reported.reported, name="reported"),
    path("<int:pk>/accept/", reported.accept, name="accept"),
    path("<int:pk>/return/", reported.give_back, name="return"),
    path("<int:pk>/file/", reported.file, name="file"),
    path("<int:pk>/enter/", views.enter, name="enter"),
    path("<int:pk>/list/", views.take_list, name="list"),
    path("<int:pk>/committee/", views.committee, name="committee"),
    path("<int:pk>/<slug:what>/", views.act, name="act"),
]
