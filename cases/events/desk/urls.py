"""`/desk/events/`: events at the desk."""

from django.urls import path

from cases.events.desk import deciding, door, duty, members, report, views, wall

app_name = "events"

urlpatterns = [
    path("", views.listing, name="listing"),
    path("declare/", views.declare, name="declare"),
    path("wall.pdf", wall.page, name="wall"),
    path("<slug:event>/", views.board, name="board"),
    path("<slug:event>/review/", views.review, name="review"),
    path("<slug:event>/change/", deciding.change, name="change"),
    path("<slug:event>/close/", deciding.close, name="close"),
    path("<slug:event>/close/confirm/", deciding.confirm, name="close_confirm"),
    path("<slug:event>/close/leave/", deciding.leave, name="close_leave"),
    path("<slug:event>/facts/", views.tell, name="tell"),
    path("<slug:event>/advice/", views.advise, name="advise"),
    path("<slug:event>/cases/", members.page, name="cases"),
    path("<slug:event>/report/", report.page, name="report"),
    path("<slug:event>/report/report.pdf", report.pdf, name="report_pdf"),
    path("<slug:event>/report/cases.csv", report.csv, name="report_csv"),
    path("<slug:event>/roster/", duty.roster, name="roster"),
    path("<slug:event>/roster/<int:pk>/cancel/", duty.cancel, name="shift_cancel"),
    path("<slug:event>/shelters/new/", views.shelter, name="shelter_new"),
    path("<slug:event>/shelters/<int:pk>/", views.shelter, name="shelter"),
    path("<slug:event>/shelters/<int:pk>/door/", door.door, name="door"),
]
