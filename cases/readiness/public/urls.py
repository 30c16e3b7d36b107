"""`/money/`: contributions and spending, year by year."""

from django.urls import path

from cases.readiness.public import money

app_name = "money"

urlpatterns = [
    path("", money.years, name="years"),
    path("<int:be_year>/", money.year, name="year"),
    path("<int:be_year>/data.csv", money.data, name="data"),
]
