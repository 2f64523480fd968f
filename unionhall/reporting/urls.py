"""Addresses of figures and the year review.

Times and scopes are query parameters; no name of a person ever is.
"""

from django.urls import path

from unionhall.reporting.pages import drafts, figures, publishing, reviews

app_name = "reporting"
urlpatterns = [
    path("figures/", figures.FigureList.as_view(), name="figures"),
    path("figures/<str:figure_id>/", figures.FigurePage.as_view(), name="figure"),
    path("figures/<str:figure_id>/records/", figures.FigureRecords.as_view(), name="records"),
    path("citations/<str:model>/<int:pk>/", figures.FedPage.as_view(), name="fed"),
    path("drafts/", drafts.DraftStart.as_view(), name="drafts"),
    path("drafts/<int:pk>/", drafts.DraftPage.as_view(), name="draft"),
    path("drafts/<int:pk>/word/", drafts.DraftWord.as_view(), name="draft-word"),
    path("drafts/<int:pk>/json/", drafts.DraftJson.as_view(), name="draft-json"),
    path("drafts/<int:pk>/discard/", drafts.DraftDiscard.as_view(), name="draft-discard"),
    path("drafts/<int:pk>/numbers/<int:number>/", drafts.DraftNumber.as_view(), name="draft-number"),
    path("drafts/<int:pk>/findings/<int:number>/", drafts.DismissFinding.as_view(), name="draft-dismiss"),
    path("drafts/<int:pk>/findings/<int:number>/recall/", drafts.RecallDismissal.as_view(), name="draft-recall"),
    path("review/", reviews.ReviewPage.as_view(), name="review"),
    path("review/new/", reviews.ReviewStart.as_view(), name="start"),
    path("review/edit/", reviews.ReviewEdit.as_view(), name="edit"),
    path("review/word/", reviews.ReviewWord.as_view(), name="word"),
    path("review/pdf/", reviews.ReviewPdf.as_view(), name="pdf"),
    path("review/publishing/", publishing.Publishing.as_view(), name="publishing"),
    path("review/publishing/reviewed/", publishing.MarkReviewed.as_view(), name="reviewed"),
    path("review/publishing/sign/", publishing.SignReview.as_view(), name="sign"),
    path("review/brief/", publishing.ReviewBrief.as_view(), name="brief"),
    path("review/brief/pdf/", publishing.BriefPdf.as_view(), name="brief-pdf"),
    path("review/bundle/", publishing.ReviewBundle.as_view(), name="bundle"),
    path("review/numbers/<str:published_id>/", reviews.ReviewNumber.as_view(), name="number"),
]
