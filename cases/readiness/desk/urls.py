"""`/desk/unit/`: one's own unit, and the units below one's office."""

from django.urls import path

from cases.readiness.desk import budget, checklist, gaps, home, money, people, signs, training

app_name = "readiness"

urlpatterns = [
    path("", home.page, name="home"),
    path("gaps/", gaps.listing, name="gaps"),
    path("gaps/table.xlsx", gaps.table, name="gaps_table"),
    path("money/", money.books, name="money"),
    path("money/book/<slug:what>/", money.book, name="money_book"),
    path("money/support/", money.support, name="support"),
    path("money/support/<int:pk>/", money.support_file, name="support_file"),
    path("money/show/<int:year>/", money.show, name="money_show"),
    path("money/<slug:what>/<int:pk>/withdraw/", money.withdraw, name="money_withdraw"),
    path("money/<slug:what>/<int:pk>/file/", money.file, name="money_file"),
    path("budget/", budget.page, name="budget"),
    path("budget/<slug:what>/", budget.change, name="budget_change"),
    path("guide/<int:number>/", training.guide, name="guide"),
    path("guide/<int:number>/understood/", training.understand, name="guide_understand"),
    path("<int:organization>/training/", training.page, name="training"),
    path("<int:organization>/training/<int:pk>/strike-out/", training.strike_out, name="training_strike_out"),
    path("<int:organization>/training/<int:pk>/file/", training.file, name="training_file"),
    path("photos/<int:pk>/", checklist.photo, name="photo"),
    path("<int:organization>/checklist/", checklist.page, name="checklist"),
    path("<int:organization>/checklist/<slug:item>/", checklist.item, name="check"),
    path("<int:organization>/people/", people.page, name="people"),
    path("<int:organization>/people/<int:pk>/end/", people.end, name="people_end"),
    path("<int:organization>/sign.pdf", signs.sign, name="sign"),
    path("<int:organization>/poster.pdf", signs.poster, name="poster"),
]
