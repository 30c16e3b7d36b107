"""`/accounts/`: signing in and out, one's own password, by which appointment one acts."""

from django.urls import path

from portal.accounts import views
from portal.accounts.desk import acting, activating

app_name = "accounts"

urlpatterns = [
    path("login/", views.SignIn.as_view(), name="login"),
    path("logout/", views.SignOut.as_view(), name="logout"),
    path("password/", views.ChangePassword.as_view(), name="password"),
    path("activate/", activating.activate, name="activate"),
    path("act-as/", acting.act_as, name="act_as"),
    path("kept/", views.kept_forms, name="kept"),
    path("password/done/", views.password_done, name="password_done"),
]
