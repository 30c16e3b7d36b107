"""`/desk/`: the staff side. Lists first, then the register, then one case and its verbs."""

from django.urls import path

from cases.desk.views import case, entry, register, verb, worklist

app_name = "desk"

urlpatterns = [
    path("", worklist.worklist, name="worklist"),
    path("sent/", worklist.sent, name="sent"),
    path("find/", worklist.find, name="find"),
    path("new/", entry.new, name="new"),
    path("new/done/", entry.done, name="new_done"),
    path("register/", register.book, name="register"),
    path("register/<int:year>/", register.book, name="register_year"),
    path("register/<int:year>/register.csv", register.book_csv, name="register_csv"),
    path("cases/<str:reference>/", case.page, name="case"),
    path("cases/<str:reference>/files/<int:pk>/", case.file, name="file"),
    path("cases/<str:reference>/letters/<int:pk>.pdf", case.letter, name="letter"),
    path("cases/<str:reference>/<slug:verb>/", verb.act, name="act"),
    path("cases/<str:reference>/<slug:verb>/<int:referral>/", verb.act, name="act_on_referral"),
]
