"""The API: released figures for everybody, and reports for the systems of organisations that report."""

from schakel.config.answers import SchakelAPI
from schakel.knowledge.figures.api import router as figures
from schakel.register.intake.api import attachments, code_lists, reports

api = SchakelAPI(
    title="Schakel",
    description=(
        "Released figures on reports of possible victims of human trafficking, open to everybody; and "
        "reports, for the systems of organisations that report, with an access token. "
        "See docs/reference/api.md."
    ),
)
api.add_router("/figures", figures)
api.add_router("/reports", reports.router)
api.add_router("/reports", attachments.router)
api.add_router("/code-lists", code_lists.router)
api.finish()
