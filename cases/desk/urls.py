"""`/desk/`: the staff side. Lists first, then the register, then one case and its verbs."""

from django.urls import path

from cases.desk.case import printing
from cases.desk.case import views as case
from cases.desk.channels import views as channels
from cases.desk.circulars import views as circulars
from cases.desk.directory import views as directory
from cases.desk.disclosures import views as disclosures
from cases.desk.entry import views as entry
from cases.desk.field import roster
from cases.desk.field import views as field
from cases.desk.importing import views as importing
from cases.desk.late import views as late
from cases.desk.letters import letterhead
from cases.desk.letters import views as letters
from cases.desk.limits import views as limits
from cases.desk.lists import views as lists
from cases.desk.messages import views as messages
from cases.desk.outside import views as outside
from cases.desk.oversight import views as oversight
from cases.desk.rates import views as rates
from cases.desk.register import views as register
from cases.desk.register import whole
from cases.desk.retention import views as retention
from cases.desk.services import views as services
from cases.desk.texts import views as texts
from cases.desk.upkeep import views as upkeep
from cases.desk.verbs import views as verbs

app_name = "desk"

urlpatterns = [
    path("", lists.worklist, name="worklist"),
    path("sent/", lists.sent, name="sent"),
    path("find/", lists.find, name="find"),
    path("found/", lists.results, name="found"),
    path("assign/", lists.assign, name="assign"),
    path("filters/", lists.save_filter, name="save_filter"),
    path("filters/<int:pk>/forget/", lists.forget_filter, name="forget_filter"),
    path("new/", entry.new, name="new"),
    path("new/places/", entry.places, name="new_places"),
    path("new/done/", entry.done, name="new_done"),
    path("imports/", importing.imports, name="imports"),
    path("imports/<int:pk>/", importing.progress, name="import"),
    path("imports/<int:pk>/confirm/", importing.confirm, name="import_confirm"),
    path("imports/<int:pk>/drop/", importing.drop, name="import_drop"),
    path("imports/<int:pk>/refused.csv", importing.refused, name="import_refused"),
    path("register/", register.book, name="register"),
    path("register/<int:year>/", register.book, name="register_year"),
    path("register/<int:year>/take/", register.take, name="register_take"),
    path("register/area/", whole.page, name="register_area"),
    path("register/area/take/", whole.take, name="register_area_take"),
    path("register/prints/<int:pk>/", register.printed, name="register_print"),
    path("register/prints/<int:pk>/<int:number>.pdf", register.printed_file, name="register_print_file"),
    path("letterhead/", letterhead.letterhead, name="letterhead"),
    path("letters/", letters.book, name="letters"),
    path("letters/<int:year>/", letters.book, name="letters_year"),
    path("letters/<int:pk>/withdraw/", letters.withdraw, name="letter_withdraw"),
    path("letters/<int:pk>.pdf", letters.file, name="letter_file"),
    path("letters/<slug:key>/", letters.occasion, name="letter_occasion"),
    path("letters/<slug:key>/preview.pdf", letters.preview, name="letter_preview"),
    path("texts/", texts.table, name="texts"),
    path("texts/new/", texts.change, name="text_new"),
    path("texts/<int:pk>/", texts.change, name="text"),
    path("texts/<int:pk>/end/", texts.end, name="text_end"),
    path("services/", services.table, name="services"),
    path("services/<int:pk>/", services.use, name="service_use"),
    path("field/", field.mine, name="field"),
    path("field/roster/", roster.lists, name="roster"),
    path("field/roster/add/<slug:what>/", roster.add, name="roster_add"),
    path("field/roster/end/<slug:what>/<int:pk>/", roster.end, name="roster_end"),
    path("field/<str:reference>/<int:number>/", field.visit, name="field_visit"),
    path("field/<str:reference>/<int:number>/report/", field.report, name="field_report"),
    path("field/<str:reference>/<int:number>/<slug:step>/", field.step, name="field_step"),
    path("late/", late.listing, name="late"),
    path("late/<int:pk>/urge/", late.urge, name="late_urge"),
    path("late/<int:pk>/finding/", late.finding, name="late_finding"),
    path("late/<int:pk>/report.pdf", late.report, name="late_report"),
    path("channels/", channels.table, name="channels"),
    path("channels/new/", channels.change, name="channel_new"),
    path("channels/<str:code>/", channels.change, name="channel"),
    path("directory/", directory.listing, name="directory"),
    path("directory/figures/", directory.figures, name="directory_figures"),
    path("directory/gaps/", directory.gaps, name="directory_gaps"),
    path("directory/find/", directory.find, name="directory_find"),
    path("circulars/", circulars.inbox, name="circulars"),
    path("circulars/send/", circulars.choose, name="circular_choose"),
    path("circulars/send/<int:pk>/", circulars.announce, name="circular_announce"),
    path("circulars/sent/<int:pk>/", circulars.sent, name="circular_sent"),
    path("circulars/sent/<int:pk>/letters/<int:number>.pdf", circulars.letter, name="circular_sent_letter"),
    path("circulars/<int:pk>/", circulars.circular, name="circular"),
    path("circulars/<int:pk>/acknowledge/", circulars.acknowledge, name="circular_acknowledge"),
    path("circulars/<int:pk>/understand/", circulars.understand, name="circular_understand"),
    path("circulars/<int:pk>/relay/", circulars.relay, name="circular_relay"),
    path("limits/", limits.table, name="limits"),
    path("limits/<slug:kind>/<slug:track>/<slug:severity>/", limits.change, name="limit"),
    path(
        "limits/<slug:kind>/<slug:track>/<slug:severity>/<slug:problem>/",
        limits.change,
        name="limit_of_problem",
    ),
    path("rates/", rates.table, name="rates"),
    path("retention/", retention.overview, name="retention"),
    path("retention/ask/", retention.ask, name="retention_ask"),
    path("retention/hold/", retention.hold, name="retention_hold"),
    path("retention/releases/<int:pk>/", retention.decide, name="retention_decide"),
    path("retention/cases/<int:pk>/lift/", retention.lift, name="retention_lift"),
    path("retention/rules/", retention.rules, name="retention_rules"),
    path("retention/rules/<slug:problem>/<slug:level>/", retention.change_rule, name="retention_rule"),
    path("messages/", messages.unsent, name="messages"),
    path("messages/retry/", messages.retry_all, name="messages_retry"),
    path("messages/<int:pk>/", messages.act, name="message"),
    path("oversight/", oversight.page, name="oversight"),
    path("upkeep/", upkeep.page, name="upkeep"),
    path("upkeep/again/", upkeep.again, name="upkeep_again"),
    path("cases/<str:reference>/", case.page, name="case"),
    path("cases/<str:reference>/files/<int:pk>/", case.file, name="file"),
    path("cases/<str:reference>/letters/<int:pk>.pdf", letters.of_case, name="letter"),
    path("cases/<str:reference>/outside/<int:number>/", outside.page, name="outside"),
    path("cases/<str:reference>/outside/<int:number>/answer.pdf", outside.sheet, name="outside_sheet"),
    path(
        "cases/<str:reference>/outside/<int:number>/links/<int:pk>/revoke/",
        outside.revoke,
        name="outside_revoke",
    ),
    path("cases/<str:reference>/disclosures/", disclosures.account, name="disclosures"),
    path("cases/<str:reference>/disclosures/copy/", disclosures.copy, name="copy"),
    path("cases/<str:reference>/print/", printing.page, name="print"),
    path("cases/<str:reference>/<slug:verb>/", verbs.act, name="act"),
    path("cases/<str:reference>/<slug:verb>/<int:number>/", verbs.act, name="act_on_row"),
]
