"""`/request/` and `/track/`: the citizen's side."""

app_name = "cases_intake"

urlpatterns: list = []
