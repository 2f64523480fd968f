"""Addresses of accounts and posts.

Log-in and passwords are in log_in_urls.py.
"""

from django.urls import path

from unionhall.accounts import post_pages

app_name = "accounts"

urlpatterns = [
    path("system/accounts/", post_pages.Accounts.as_view(), name="list"),
    path("system/accounts/open/", post_pages.OpenAccount.as_view(), name="open"),
    path("system/accounts/<int:pk>/", post_pages.account_page, name="account"),
    path("system/accounts/<int:pk>/password/", post_pages.ResetPassword.as_view(), name="reset"),
    path("system/accounts/<int:pk>/close/", post_pages.CloseAccount.as_view(), name="close"),
    path("system/accounts/<int:pk>/reopen/", post_pages.ReopenAccount.as_view(), name="reopen"),
    path("system/accounts/<int:pk>/appoint/", post_pages.Appoint.as_view(), name="appoint"),
    path("system/posts/<int:pk>/hand-over/", post_pages.HandOver.as_view(), name="hand-over"),
    path("system/posts/<int:pk>/end/", post_pages.EndPost.as_view(), name="end"),
    path("system/posts/<int:pk>/lend/", post_pages.Lend.as_view(), name="lend"),
    path("accounts/posts/", post_pages.MyPosts.as_view(), name="mine"),
    path("accounts/post/", post_pages.ChoosePost.as_view(), name="post"),
    path("organisations/units/<int:unit>/handler/", post_pages.ChangeHandler.as_view(), name="handler"),
]
