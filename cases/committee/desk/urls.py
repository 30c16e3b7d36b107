"""`/desk/committee/`: the help committee of one's own local administration."""

from django.urls import path

from cases.committee.desk import agenda, before, composition, letters, meetings, posting, sitting

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
    path("meetings/<int:pk>/again/", meetings.call_again, name="call_again"),
    path("meetings/<int:pk>/list/", posting.page, name="posted"),
    path("meetings/<int:pk>/list/post/", posting.post, name="post"),
    path("meetings/<int:pk>/list.pdf", posting.paper, name="posted_file"),
    path("meetings/<int:pk>/list/<int:number>/objection/", posting.objection, name="objection"),
    path("objections/<int:pk>/", posting.answer, name="objection_answer"),
    path("meetings/<int:pk>/agenda/add/", agenda.add, name="agenda_add"),
    path("meetings/<int:pk>/agenda/<int:number>/remove/", agenda.remove, name="agenda_remove"),
    path("meetings/<int:pk>/agenda/freeze/", agenda.freeze, name="freeze"),
    path("meetings/<int:pk>/invitation/", letters.invite, name="invite"),
    path("meetings/<int:pk>/attendance/", sitting.attendance, name="attendance"),
    path("meetings/<int:pk>/close/", sitting.close, name="close"),
    path("meetings/<int:pk>/minutes.pdf", letters.minutes, name="minutes"),
    path("meetings/<int:pk>/items/<int:number>/stakes/", sitting.conflict, name="conflict"),
    path("meetings/<int:pk>/items/<int:number>/stakes/<int:member>/remove/", sitting.unmark, name="unmark"),
    path("meetings/<int:pk>/items/<int:number>/resolution/", sitting.resolve, name="resolve"),
    path("meetings/<int:pk>/items/<int:number>/letter/", letters.tell, name="tell"),
    path("before/", before.page, name="before"),
    path("before/<int:year>/", before.page, name="before_year"),
    path("before/<int:year>.pdf", before.paper, name="before_file"),
    path("agendas/<int:pk>/", agenda.frozen, name="frozen"),
    path("agendas/<int:pk>.pdf", agenda.frozen_file, name="frozen_file"),
]
