"""Addresses for the look tests: the names that the frame links to, and one page that shows every component."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import include, path

from tests.look import gallery


def show(request: HttpRequest) -> HttpResponse:
    """Render the gallery of components."""
    return render(request, "look/gallery.html", gallery.context(request))


search = ([path("", show, name="results")], "search")
intake = ([path("", show, name="start"), path("track/", show, name="track")], "cases_intake")
accounts = ([path("login/", show, name="login"), path("logout/", show, name="logout")], "accounts")
desk = ([path("", show, name="worklist")], "desk")
consultation = ([path("", show, name="ask")], "consultation")
units = ([path("", show, name="find")], "units")
money = ([path("", show, name="years")], "money")

urlpatterns = [
    path("search/", include(search)),
    path("request/", include(intake)),
    path("accounts/", include(accounts)),
    path("desk/", include(desk)),
    path("ask/", include(consultation)),
    path("units/", include(units)),
    path("money/", include(money)),
    path("contact/", show, name="contact"),
    path("site-map/", show, name="site_map"),
    path("text-size/", show, name="text_size"),
    path("opensearch.xml", show, name="open_search"),
    path("app.webmanifest", show, name="manifest"),
    path("service-worker.js", show, name="service_worker"),
    path("", show, name="gallery"),
]
