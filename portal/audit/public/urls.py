"""`/trail/`: the roots of the record."""

from django.urls import path

from portal.audit.public import views

app_name = "trail"

urlpatterns = [
    path("", views.days, name="days"),
    path("verify.py", views.script, name="script"),
    path("<str:day>/fingerprints.jsonl", views.fingerprints, name="fingerprints"),
    path("<str:day>/stamp.tsr", views.stamp, name="stamp"),
]
