"""`/desk/committee/`: the help committee of one's own local administration."""

from django.urls import path

from cases.committee.desk import agenda, composition, meetings

app_name = "committee"

urlpatterns = [
    path("", composition.page, name="page"),
    path("rules/", composition.rules, name="rules"),
    path("members/new/", composition.appoint, name="appoint"),
    path("members/<int:pk>/end/", composition.end_term, name="end_term"),
    path("meetings/", meetings.listing, name="meetings"),
    path("meetings/year/<int:year>/", meetings.listing, name="meetings_year"),
    path("meetings/new/", meetings.plan, name="plan"),
    path("meetings/<int:pk>/", meetings.page, name="meeting"),
    path("meetings/<int:pk>/move/", meetings.move, name="move"),
    path("meetings/<int:pk>/cancel/", meetings.cancel, name="cancel"),
    path("meetings/<int:pk>/agenda/add/", agenda.add, name="agenda_add"),
    path("meetings/<int:pk>/agenda/<int:number>/remove/", agenda.remove, name="agenda_remove"),
    path("meetings/<int:pk>/agenda/freeze/", agenda.freeze, name="freeze"),
    path("agendas/<int:pk>/", agenda.frozen, name="frozen"),
    path("agendas/<int:pk>.pdf", agenda.frozen_file, name="frozen_file"),
]
