"""Addresses of 到款核对.

Nothing else.
"""

from django.urls import path

from unionhall.funds.receipts import pages
from unionhall.funds.receipts.registers import DueRegister, ReceiptRegister
from unionhall.office.registers.addresses import addresses

app_name = "receipts"
urlpatterns = [
    *addresses(DueRegister, "receipts/dues/"),
    *addresses(ReceiptRegister, "receipts/money/"),
    path("receipts/match/", pages.MatchAllPage.as_view(), name="match-all"),
    path("receipts/statements/", pages.StatementListPage.as_view(), name="statements"),
    path("receipts/upload/", pages.UploadPage.as_view(), name="upload"),
    path("receipts/dues/<int:pk>/", pages.DuePage.as_view(), name="due"),
    path("receipts/money/<int:pk>/", pages.ReceiptPage.as_view(), name="receipt"),
    path("receipts/money/<int:pk>/match/", pages.MatchPage.as_view(), name="match"),
    path("receipts/money/<int:pk>/refund/", pages.RefundPage.as_view(), name="refund"),
    path("receipts/money/<int:pk>/release/<int:due>/", pages.ReleasePage.as_view(), name="release"),
]
