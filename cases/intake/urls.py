"""`/request/` and `/track/`: the citizen's side."""

from django.urls import path

from cases.intake.views import files, leaving, sending, start, steps, tracking

app_name = "cases_intake"

urlpatterns = [
    path("request/", start.start, name="start"),
    path("request/check/", sending.check, name="check"),
    path("request/sent/", sending.sent, name="sent"),
    path("request/sent/receipt.pdf", sending.receipt, name="receipt"),
    path("request/exit/", leaving.leave, name="exit"),
    path("request/discard/", leaving.discard, name="discard"),
    path("request/files/", files.files, name="files"),
    path("request/<slug:slug>/", steps.step, name="step"),
    path("track/", tracking.track, name="track"),
    path("track/status/", tracking.status, name="status"),
    path("track/close/", tracking.close, name="track_close"),
    path("track/answer/", tracking.answer, name="answer"),
    path("track/reopen/", tracking.reopen, name="reopen"),
]
