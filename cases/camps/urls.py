"""`/desk/camps/`: the shelters of an event with the people in them."""

from django.urls import path

from cases.camps.desk import families, goods, helpers, views

app_name = "camps"

urlpatterns = [
    path("<slug:event>/", views.page, name="page"),
    path("<slug:event>/find/", views.find, name="find"),
    path("<slug:event>/families/<int:number>/", families.page, name="family"),
    path("<slug:event>/families/<int:number>/move/", families.move, name="move"),
    path("<slug:event>/families/<int:number>/leave/", families.leave, name="leave"),
    path("<slug:event>/families/<int:number>/count/", families.count, name="count"),
    path("<slug:event>/families/<int:number>/link/", families.link, name="link"),
    path("<slug:event>/families/<int:number>/give/", goods.give, name="give"),
    path("<slug:event>/relief/", goods.page, name="relief"),
    path("<slug:event>/relief/kinds/", goods.goods, name="goods"),
    path("<slug:event>/relief/receive/", goods.receive, name="receive"),
    path("<slug:event>/relief/send/", goods.send, name="send"),
    path("<slug:event>/relief/give/", goods.give_people, name="give_people"),
    path("<slug:event>/relief/<int:pk>/correct/", goods.correct, name="correct"),
    path("<slug:event>/relief/relief.csv", goods.export, {"form": "csv"}, name="relief_csv"),
    path("<slug:event>/relief/relief.xlsx", goods.export, {"form": "xlsx"}, name="relief_xlsx"),
    path("<slug:event>/helpers/", helpers.page, name="helpers"),
    path("<slug:event>/helpers/new/", helpers.invite, name="invite"),
    path("<slug:event>/helpers/<int:pk>/withdraw/", helpers.withdraw, name="withdraw"),
    path("<slug:event>/<int:pk>/", views.shelter, name="shelter"),
    path("<slug:event>/<int:pk>/arrive/", views.arrive, name="arrive"),
]
