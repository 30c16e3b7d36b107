"""`/answer/`: for organizations in which nobody signs in. The first address holds a secret, the others none."""

from django.urls import path

from cases.outside import views

app_name = "outside"

urlpatterns = [
    path("", views.sheet, name="sheet"),
    path("close/", views.close, name="close"),
    path("say/<slug:kind>/", views.say, name="say"),
    path("<str:secret>/", views.enter, name="enter"),
]
