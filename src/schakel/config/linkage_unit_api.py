"""The API of the linkage unit: codes in, cluster numbers out."""

from schakel.config.answers import SchakelAPI
from schakel.linkage_unit.api import router

api = SchakelAPI(
    title="Schakel: linkage unit",
    description=(
        "Senders bring codes of identities; the centre fetches cluster numbers. No name, no fact and no key "
        "has a place here. See docs/reference/linkage-unit.md."
    ),
)
api.add_router("", router)
api.finish()
