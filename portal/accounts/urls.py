"""`/accounts/`: signing in and out, one's own password, by which appointment one acts, and the people of one's organizations."""

from django.urls import path

from portal.accounts import views
from portal.accounts.desk import acting, activating, listing, me, passkeys, people, second_factor, signing_in

app_name = "accounts"

urlpatterns = [
    path("login/", views.SignIn.as_view(), name="login"),
    path("logout/", views.SignOut.as_view(), name="logout"),
    path("password/", views.ChangePassword.as_view(), name="password"),
    path("activate/", activating.activate, name="activate"),
    path("act-as/", acting.act_as, name="act_as"),
    path("me/", me.me, name="me"),
    path("me/sessions/others/end/", me.end_others, name="end_others"),
    path("me/sessions/<int:pk>/end/", me.end_session, name="end_session"),
    path("second/", signing_in.second, name="second"),
    path("second/setup/", second_factor.set_up, name="second_setup"),
    path("second/codes/", second_factor.new_codes, name="new_codes"),
    path("passkeys/ask/", passkeys.ask, name="passkey_ask"),
    path("passkeys/sign-in/", passkeys.sign_in, name="passkey_sign_in"),
    path("passkeys/ask-to-add/", passkeys.ask_to_add, name="passkey_ask_to_add"),
    path("passkeys/add/", passkeys.add, name="passkey_add"),
    path("passkeys/<int:pk>/remove/", passkeys.remove, name="passkey_remove"),
    path("confirm/", me.confirm, name="confirm"),
    path("people/", people.overview, name="people"),
    path("people/list/", listing.bring, name="bring"),
    path("people/list/take-over/", listing.take_over, name="take_over"),
    path("people/list/letters/", listing.letters, name="letters"),
    path("people/<int:organization>/", people.office, name="office"),
    path("people/<int:organization>/new/", people.appoint, name="appoint"),
    path("people/appointments/<int:pk>/", people.appointment, name="appointment"),
    path("people/appointments/<int:pk>/end/", people.end, name="end"),
    path("people/appointments/<int:pk>/cancel/", people.cancel, name="cancel"),
    path("people/appointments/<int:pk>/contact/", people.contact, name="contact"),
    path("people/appointments/<int:pk>/order/", people.order, name="order"),
    path("people/appointments/<int:pk>/order/complete/", people.complete, name="complete"),
    path("people/appointments/<int:pk>/sessions/end/", people.end_sessions, name="end_sessions"),
    path("people/appointments/<int:pk>/second/", people.take_away, name="take_away"),
    path("people/appointments/<int:pk>/code/", people.code, name="code"),
    path("people/appointments/<int:pk>/letter/", people.letter, name="letter"),
    path("kept/", views.kept_forms, name="kept"),
    path("password/done/", views.password_done, name="password_done"),
]
