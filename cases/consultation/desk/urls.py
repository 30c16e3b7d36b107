"""`/desk/consultation/`."""

from django.urls import path

from cases.consultation.desk import keeping, views

urlpatterns = [
    path("", views.queue, name="queue"),
    path("rules/", keeping.rules, name="rules"),
    path("<int:pk>/", views.item, name="item"),
    path("<int:pk>/propose/", views.propose, name="propose"),
    path("published/<int:pk>/", views.decide, name="decide"),
    path("published/<int:pk>/withdraw/", views.withdraw, name="withdraw"),
]
