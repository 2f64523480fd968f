"""Addresses of claims and editions, and the one a worker opens without a log-in.

A claim or an edition is known by its row.
"""

from django.urls import path

from unionhall.aid.claims import audit_pages, claim_lists, claim_pages, deciding, pages, slip_pages

app_name = "claims"
urlpatterns = [
    path("aid/schemes/", pages.EditionListPage.as_view(), name="editions"),
    path("aid/schemes/<int:pk>/", pages.EditionPage.as_view(), name="edition"),
    path("aid/schemes/<int:pk>/history/", pages.HistoryPage.as_view(), name="history"),
    path("aid/schemes/<int:pk>/try/", pages.TryPage.as_view(), name="try"),
    path("aid/schemes/<int:pk>/cases.csv", pages.CasesTable.as_view(), name="cases"),
    path("aid/schemes/<int:pk>/trial/", pages.TrialPage.as_view(), name="trial"),
    path("aid/schemes/<int:pk>/trial.xlsx", pages.TrialWorkbook.as_view(), name="trial-workbook"),
    path("aid/schemes/<int:pk>/copy/", deciding.DraftPage.as_view(), name="draft"),
    path("aid/schemes/<int:pk>/amend/", deciding.AmendPage.as_view(), name="amend"),
    path("aid/schemes/<int:pk>/cases/add/", deciding.AddCasePage.as_view(), name="add-case"),
    path("aid/schemes/<int:pk>/cases/<int:case>/", deciding.MendCasePage.as_view(), name="mend-case"),
    path("aid/schemes/<int:pk>/sign/", deciding.SignPage.as_view(), name="sign"),
    path("aid/schemes/<int:pk>/value/", deciding.ValuePeriodPage.as_view(), name="value-period"),
    path("aid/schemes/<int:pk>/trial/start/", deciding.StartTrialPage.as_view(), name="start-trial"),
    path("aid/claims/", claim_lists.ClaimListPage.as_view(), name="claims"),
    path("aid/claims/enter/", claim_pages.EnterPage.as_view(), name="enter"),
    path("aid/claims/review/", claim_lists.ReviewAllPage.as_view(), name="review-all"),
    path("aid/claims/order/", claim_lists.OrderAllPage.as_view(), name="order-all"),
    path("aid/claims/notice/", claim_lists.NoticePage.as_view(), name="notice"),
    path("aid/claims/outcome/", claim_lists.OutcomePage.as_view(), name="outcome"),
    path("aid/claims/outcome/<str:number>/", claim_lists.OutcomePage.as_view(), name="outcome-of"),
    path("aid/claims/audit/", audit_pages.AuditPage.as_view(), name="audit"),
    path("aid/claims/<int:pk>/", claim_pages.ClaimPage.as_view(), name="claim"),
    path("aid/claims/<int:pk>/correct/", claim_pages.CorrectPage.as_view(), name="claim-correct"),
    path("aid/claims/<int:pk>/submit/", claim_pages.SubmitPage.as_view(), name="claim-submit"),
    path("aid/claims/<int:pk>/withdraw/", claim_pages.TakeBackPage.as_view(), name="claim-withdraw"),
    path("aid/claims/<int:pk>/appeal/", claim_pages.AppealPage.as_view(), name="claim-appeal"),
    path("aid/claims/<int:pk>/object/", claim_pages.ObjectPage.as_view(), name="claim-object"),
    path("aid/claims/<int:pk>/sheet/", claim_pages.SheetPage.as_view(), name="claim-sheet"),
    path("aid/claims/<int:pk>/slip/", slip_pages.IssueSlipPage.as_view(), name="claim-slip"),
    path("slip/", slip_pages.SlipPage.as_view(), name="slip"),
]
