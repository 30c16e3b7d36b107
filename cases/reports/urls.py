"""`/desk/reports/`: monthly reports up the levels."""

from django.urls import path

from cases.reports.desk import boards, views, years

app_name = "reports"

urlpatterns = [
    path("", boards.home, name="home"),
    path("board/", boards.board, name="board"),
    path("board/table.<slug:kind>", boards.board_file, name="board_file"),
    path("year/", years.year, name="year"),
    path("year/<int:be_year>/", years.year, name="year_of"),
    path("year/<int:be_year>/table.<slug:kind>", years.year_file, name="year_file"),
    path("<int:pk>/", views.report, name="report"),
    path("<int:pk>/table.<slug:kind>", boards.report_file, name="report_file"),
    path("<int:pk>/change/", views.edit, name="edit"),
    path("<int:pk>/behind/", views.behind, name="behind"),
    path("<int:pk>/<slug:verb>/", views.act, name="act"),
]
