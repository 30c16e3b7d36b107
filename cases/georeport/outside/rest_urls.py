"""`/api/v1/`: requests of partners, the same in every language, for programs."""

from django.urls import path

from cases.georeport.outside import rest

app_name = "partner_api"

urlpatterns = [
    path("services/", rest.service_list, name="services"),
    path("requests/", rest.requests, name="requests"),
    path("requests/<slug:number>/", rest.one_request, name="request"),
    path("requests/<slug:number>/messages/", rest.messages, name="messages"),
]
