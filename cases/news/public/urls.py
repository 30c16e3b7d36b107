"""`/track/news/`."""

from django.urls import path

from cases.news.public import views

app_name = "news"

urlpatterns = [path("", views.page, name="page")]
