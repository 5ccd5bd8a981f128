"""The API of the public site: released figures only, read only, on a machine without the register."""

from schakel.config.answers import SchakelAPI
from schakel.knowledge.figures.api import router as figures

api = SchakelAPI(
    title="Schakel: released figures",
    description="Protected, released tables on reports of possible victims of human trafficking.",
)
api.add_router("/figures", figures)
api.finish()
