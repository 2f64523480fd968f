"""Addresses of 支付批次 and 退票处理.

Nothing else.
"""

from django.urls import path

from unionhall.funds.payments import batch_pages, pages
from unionhall.funds.payments.registers import BatchRegister, OrderRegister
from unionhall.office.registers.addresses import addresses

app_name = "payments"
urlpatterns = [
    *addresses(BatchRegister, "payments/batches/"),
    *addresses(OrderRegister, "payments/batches/orders/"),
    path("payments/batches/make/", batch_pages.MakePage.as_view(), name="make"),
    path("payments/batches/<int:pk>/", batch_pages.BatchPage.as_view(), name="batch"),
    path("payments/batches/<int:pk>/check/", batch_pages.CheckPage.as_view(), name="check"),
    path("payments/batches/<int:pk>/file/", batch_pages.FilePage.as_view(), name="file"),
    path("payments/batches/<int:pk>/return/", batch_pages.ReturnPage.as_view(), name="return"),
    path("payments/batches/<int:pk>/dissolve/", batch_pages.DissolvePage.as_view(), name="dissolve"),
    path("payments/batches/<int:pk>/sheet/", batch_pages.SheetPage.as_view(), name="sheet"),
    path("payments/returns/", pages.QueuePage.as_view(), name="queue"),
    path("payments/returns/<int:pk>/", pages.ReturnFilePage.as_view(), name="return-file"),
    path("payments/returns/row/<int:pk>/", pages.RowPage.as_view(), name="row"),
    path("payments/batches/orders/<int:pk>/reissue/", pages.ReissuePage.as_view(), name="reissue"),
    path("payments/batches/orders/<int:pk>/cancel/", pages.CancelPage.as_view(), name="cancel"),
    path("payments/batches/orders/<int:pk>/take-out/", pages.TakeOutPage.as_view(), name="take-out"),
]
