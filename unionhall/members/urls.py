"""Addresses of the members' register and of persons' files; no name and no number stands in one.

Nothing else.
"""

from django.urls import path

from unionhall.members import pages
from unionhall.members.registers import ChangeRegister, MemberRegister
from unionhall.office.registers.addresses import addresses

app_name = "members"
urlpatterns = [
    *addresses(MemberRegister),
    *addresses(ChangeRegister, "members/changes/"),
    path("members/admit/", pages.AdmitPage.as_view(), name="admit"),
    path("members/people/<int:pk>/", pages.PersonPage.as_view(), name="person"),
    path("members/people/<int:pk>/history/", pages.PersonHistoryPage.as_view(), name="person-history"),
    path("members/people/<int:pk>/join/", pages.JoinPage.as_view(), name="join"),
    path("members/people/<int:pk>/transfer/", pages.TransferPage.as_view(), name="transfer"),
    path("members/people/<int:pk>/leave/", pages.LeavePage.as_view(), name="leave"),
    path("members/people/<int:pk>/reveal/", pages.RevealPage.as_view(), name="reveal"),
    path("members/people/<int:pk>/details/", pages.DetailsPage.as_view(), name="details"),
    path("members/people/<int:pk>/number/", pages.CorrectPage.as_view(), name="correct"),
    path("members/people/<int:pk>/merge/", pages.MergePage.as_view(), name="merge"),
    path(
        "members/people/<int:pk>/corrections/<int:correction>/undo/",
        pages.UndoPage.as_view(),
        name="undo-correction",
    ),
    path("members/unions/<int:pk>/merge/", pages.MergeUnionsPage.as_view(), name="merge-unions"),
]
