"""`/protection/`: what people are told about their data, and the pages of the data protection officer."""

from django.urls import path

from portal.protection.desk import views
from portal.protection.public.views import notice

app_name = "protection"

urlpatterns = [
    path("notice/", notice, name="notice"),
    path("record/", views.entries, name="record"),
    path("processing/", views.processing, name="processing"),
    path("breaches/", views.breach_list, name="breaches"),
    path("breaches/<int:pk>/", views.breach, name="breach"),
]
