"""Addresses of log-in, log-out and passwords: allauth's views, those that are used.

Sign-up, e-mail and social log-in are not served: an administrator opens log-ins and sets passwords anew.
"""

from allauth.account import views
from django.urls import include, path
from django.utils.translation import gettext_lazy as _

from unionhall.accounts.pages import Forgotten

_password = views.PasswordChangeView.as_view(extra_context={"title": _("修改密码"), "crumbs": ((_("我的账号"), ""),)})

urlpatterns = [
    path("login/", views.login, name="account_login"),
    path("logout/", views.logout, name="account_logout"),
    path("inactive/", views.account_inactive, name="account_inactive"),
    path("signup/", views.signup, name="account_signup"),
    path("reauthenticate/", views.reauthenticate, name="account_reauthenticate"),
    path("password/change/", _password, name="account_change_password"),
    path("password/none/", Forgotten.as_view(), name="account_set_password"),
    path("password/forgotten/", Forgotten.as_view(), name="account_reset_password"),
    path("2fa/", include("allauth.mfa.urls")),
]
