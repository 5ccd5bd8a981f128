"""Addresses of linkage."""

from django.urls import path

from schakel.register.linkage.views import judging, quality, review

app_name = "linkage"
urlpatterns = [
    path("proposals/<int:pk>/judge/", judging.judging, name="judge"),
    path("proposals/<int:pk>/take-back/", judging.taking_back, name="take-back"),
    path("review/", review.queue, name="review"),
    path("review/<str:low>/<str:high>/", review.case, name="case"),
    path("review/<str:low>/<str:high>/decide/", review.decide, name="decide"),
    path("quality/", quality.quality, name="quality"),
    path("quality/measure/", quality.measure, name="measure"),
    path("quality/overlaps/", quality.overlaps, name="overlaps"),
    path("quality/sample/", quality.sample, name="sample"),
]
