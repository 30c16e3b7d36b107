"""`/desk/camps/`: the shelters of an event with the people in them."""

from django.urls import path

from cases.camps.desk import families, views

app_name = "camps"

urlpatterns = [
    path("<slug:event>/", views.page, name="page"),
    path("<slug:event>/find/", views.find, name="find"),
    path("<slug:event>/families/<int:number>/", families.page, name="family"),
    path("<slug:event>/families/<int:number>/move/", families.move, name="move"),
    path("<slug:event>/families/<int:number>/leave/", families.leave, name="leave"),
    path("<slug:event>/families/<int:number>/count/", families.count, name="count"),
    path("<slug:event>/families/<int:number>/link/", families.link, name="link"),
    path("<slug:event>/<int:pk>/", views.shelter, name="shelter"),
    path("<slug:event>/<int:pk>/arrive/", views.arrive, name="arrive"),
]
