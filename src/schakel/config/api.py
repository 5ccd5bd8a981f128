"""The public API: released figures only, read only, described by /api/v1/openapi.json.

No page with documentation: ninja's would load scripts from another server.
"""

from django.http import HttpRequest, HttpResponse
from ninja import NinjaAPI

from schakel.knowledge.figures.api import router as figures

VERSION = "1.0.0"


class PublicAPI(NinjaAPI):
    """Answers with the version of the API in a header (NL API Design Rules, API-57)."""

    def create_response(
        self, request: HttpRequest, data: object, **options: object
    ) -> HttpResponse:
        response = super().create_response(request, data, **options)  # type: ignore[arg-type]
        response["API-Version"] = VERSION
        response["Access-Control-Allow-Origin"] = "*"
        return response


api = PublicAPI(
    title="Schakel: released figures",
    version=VERSION,
    description="Protected, released tables on reports of possible victims of human trafficking.",
    docs_url=None,
    openapi_url="/openapi.json",
    urls_namespace="api",
)
api.add_router("/figures", figures)
