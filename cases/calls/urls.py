"""`/desk/calls/`: call lists."""

from django.urls import path

from cases.calls.desk import calling, lists, looks

app_name = "calls"

urlpatterns = [
    path("", lists.listing, name="listing"),
    path("new/", lists.new, name="new"),
    path("from-list/", lists.from_list, name="from_list"),
    path("<int:pk>/", lists.progress, name="progress"),
    path("<int:pk>/end/", lists.end, name="end"),
    path("<int:pk>/ask/", lists.ask, name="ask"),
    path("<int:pk>/visits/", lists.visits, name="visits"),
    path("<int:pk>/take/", calling.take, name="take"),
    path("<int:pk>/call/", calling.call, name="call"),
    path("<int:pk>/call/back/", calling.back, name="back"),
    path("<int:pk>/calls/<int:number>/", calling.correct, name="correct"),
    path("<int:pk>/rows/<int:number>/", looks.look, name="look"),
]
