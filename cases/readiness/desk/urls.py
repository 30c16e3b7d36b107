"""`/desk/unit/`: one's own unit, and the units below one's office."""

from django.urls import path

from cases.readiness.desk import checklist, gaps, home, papers, people

app_name = "readiness"

urlpatterns = [
    path("", home.page, name="home"),
    path("gaps/", gaps.listing, name="gaps"),
    path("gaps/table.xlsx", gaps.table, name="gaps_table"),
    path("photos/<int:pk>/", checklist.photo, name="photo"),
    path("<int:organization>/checklist/", checklist.page, name="checklist"),
    path("<int:organization>/checklist/<slug:item>/", checklist.item, name="check"),
    path("<int:organization>/people/", people.page, name="people"),
    path("<int:organization>/people/<int:pk>/end/", people.end, name="people_end"),
    path("<int:organization>/sign.pdf", papers.sign, name="sign"),
    path("<int:organization>/poster.pdf", papers.poster, name="poster"),
]
