"""`/accounts/`: signing in and out, one's own password."""

from django.urls import path

from portal.accounts import views

app_name = "accounts"

urlpatterns = [
    path("login/", views.SignIn.as_view(), name="login"),
    path("logout/", views.SignOut.as_view(), name="logout"),
    path("password/", views.ChangePassword.as_view(), name="password"),
    path("kept/", views.kept_forms, name="kept"),
    path("password/done/", views.password_done, name="password_done"),
]
