"""Addresses of linkage."""

from django.urls import path

from schakel.register.linkage.views import (
    asking,
    decisions,
    encoded,
    joining,
    judging,
    quality,
    review,
    second_looks,
    typing,
)

app_name = "linkage"
urlpatterns = [
    path("decisions/", decisions.every, name="decisions"),
    path("decisions/<str:number>/", decisions.decision, name="decision"),
    path("decisions/<str:number>/second/", decisions.answer, name="second"),
    path("decisions/<str:number>/undo/", decisions.take_back, name="undo"),
    path("persons/<str:number>/join/", joining.choose, name="choose"),
    path("persons/<str:number>/join/<str:other>/", joining.join_two, name="join"),
    path("persons/<str:number>/join/<str:other>/identity/", joining.identities, name="identities"),
    path("persons/<str:number>/split/", joining.split_one, name="split"),
    path("typed/", typing.typed, name="typed"),
    path("proposals/<int:pk>/judge/", judging.judging, name="judge"),
    path("proposals/<int:pk>/take-back/", judging.taking_back, name="take-back"),
    path("review/", review.queue, name="review"),
    path("review/asked/<str:number>/", asking.ask, name="ask-keeper"),
    path("review/<str:low>/<str:high>/", review.case, name="case"),
    path("review/<str:low>/<str:high>/decide/", review.decide, name="decide"),
    path("review/asked/", asking.asked, name="asked"),
    path("review/second/", second_looks.second_looks, name="second-looks"),
    path("review/second/<int:pk>/settled/", second_looks.settled, name="second-look-settled"),
    path("review/codes/", encoded.encoded, name="encoded"),
    path("review/codes/doubts/<int:pk>/seen/", encoded.doubt_seen, name="doubt-seen"),
    path("quality/", quality.quality, name="quality"),
    path("quality/measure/", quality.measure, name="measure"),
    path("quality/overlaps/", quality.overlaps, name="overlaps"),
    path("quality/sample/", quality.sample, name="sample"),
]
