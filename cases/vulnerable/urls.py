"""`/desk/first/`: households that need help first."""

from django.urls import path

from cases.vulnerable.desk import accounts, taking, views

app_name = "first"

urlpatterns = [
    path("", views.listing, name="listing"),
    path("new/", views.new, name="new"),
    path("find/", views.find, name="find"),
    path("list/", views.take_list, name="list"),
    path("needs/", views.needs, name="needs"),
    path("needs/<int:pk>/", views.needs, name="need"),
    path("event/<slug:event>/", accounts.page, name="event"),
    path("event/<slug:event>/paper/", accounts.paper, name="paper"),
    path("event/<slug:event>/lists/", taking.take, name="lists"),
    path("event/<slug:event>/lists/<int:pk>/", taking.printed, name="printed"),
    path("event/<slug:event>/lists/<int:pk>/<int:number>.pdf", taking.printed_file, name="printed_file"),
    path("event/<slug:event>/<int:number>/", accounts.account, name="account"),
    path("event/<slug:event>/<int:number>/press/", accounts.press, name="press"),
    path("event/<slug:event>/<int:number>/ask/", accounts.ask, name="ask"),
    path("event/<slug:event>/<int:number>/take-back/<int:pk>/", accounts.take_back, name="take_back"),
    path("<int:pk>/", views.home, name="home"),
    path("<int:pk>/change/", views.change, name="change"),
    path("<int:pk>/refresh/", views.refresh, name="refresh"),
    path("<int:pk>/remove/", views.remove, name="remove"),
    path("<int:pk>/copy/", views.copy, name="copy"),
]
