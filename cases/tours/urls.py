"""`/desk/tours/`: trips of a mobile unit."""

from django.urls import path

from cases.tours.desk import phone, sheets, views

app_name = "tours"

urlpatterns = [
    path("", views.listing, name="list"),
    path("new/", views.new, name="new"),
    path("begin/", views.begin, name="begin"),
    path("<int:pk>/", views.page, name="tour"),
    path("<int:pk>/crew/", views.crew, name="crew"),
    path("<int:pk>/order/", views.order, name="order"),
    path("<int:pk>/add/", views.add, name="add"),
    path("<int:pk>/send/", views.send, name="send"),
    path("<int:pk>/drop/", views.drop, name="drop"),
    path("<int:pk>/end/", views.end, name="end"),
    path("<int:pk>/list.pdf", sheets.pdf, name="pdf"),
    path("<int:pk>/typed/<int:sheet>/", sheets.typed, name="typed"),
    path("<int:pk>/go/", phone.go, name="go"),
    path("<int:pk>/leave/", phone.out, name="out"),
    path("<int:pk>/stops/<int:number>/", phone.stop, name="stop"),
    path("<int:pk>/stops/<int:number>/there/", phone.there, name="there"),
    path("<int:pk>/stops/<int:number>/result/", phone.result, name="result"),
    path("<int:pk>/stops/<int:number>/out/", views.take_out, name="take_out"),
    path("<int:pk>/stops/<int:number>/looked/", views.looked, name="looked"),
]
