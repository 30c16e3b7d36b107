"""`/request/` and `/track/`: the citizen's side."""

from django.urls import path

from cases.intake.views import (
    by_secret,
    files,
    languages,
    leaving,
    lost_code,
    saving,
    sending,
    start,
    steps,
    tracking,
)

app_name = "cases_intake"

urlpatterns = [
    path("request/", start.start, name="start"),
    path("request/check/", sending.check, name="check"),
    path("request/sent/", sending.sent, name="sent"),
    path("request/sent/receipt.pdf", sending.receipt, name="receipt"),
    path("request/exit/", leaving.leave, name="exit"),
    path("request/discard/", leaving.discard, name="discard"),
    path("request/discard/undo/", leaving.take_back, name="take_back"),
    path("request/save/", saving.save, name="save"),
    path("request/return/", saving.come_back, name="come_back"),
    path("request/files/", files.files, name="files"),
    path("request/<slug:slug>/", steps.step, name="step"),
    path("languages/<slug:code>/", languages.language, name="language"),
    path("track/", tracking.track, name="track"),
    path("track/lost/", lost_code.lost, name="lost"),
    path("track/lost/sent/", lost_code.sent, name="lost_sent"),
    path("track/lost/<slug:secret>/", lost_code.new_code, name="new_code"),
    path("track/status/", tracking.status, name="status"),
    path("track/close/", tracking.close, name="track_close"),
    path("track/answer/", by_secret.answer, name="answer"),
    path("track/message/", by_secret.message, name="message"),
    path("track/files/", by_secret.files, name="add_files"),
    path("track/contact/", by_secret.contact, name="change_contact"),
    path("track/object/", by_secret.object_to_closing, name="object"),
    path("track/withdraw/", by_secret.withdraw, name="withdraw"),
    path("track/stay/", by_secret.stay, name="stay"),
    path("track/consent/", by_secret.refuse_consent, name="refuse_consent"),
    path("track/rate/", by_secret.rate, name="rate"),
    path("track/reopen/", by_secret.reopen, name="reopen"),
]
