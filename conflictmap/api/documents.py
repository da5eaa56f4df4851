"""The schema and the page that shows it."""

from __future__ import annotations

from csp.constants import SELF, UNSAFE_INLINE
from csp.decorators import csp_replace
from django.utils.decorators import method_decorator
from drf_spectacular.views import SpectacularAPIView, SpectacularSwaggerSplitView
from rest_framework.negotiation import DefaultContentNegotiation


class SchemaView(SpectacularAPIView):
    """The OpenAPI 3 description of this API, as YAML or JSON."""

    content_negotiation_class = DefaultContentNegotiation


# The page's template and Swagger UI itself set styles inline, and neither can carry a nonce. Scripts stay as strict as
# everywhere: the split view loads its own from an address.
@method_decorator(csp_replace({"style-src": [SELF, UNSAFE_INLINE]}), name="dispatch")
class DocsView(SpectacularSwaggerSplitView):
    """The API's reference, to read and to try."""

    content_negotiation_class = DefaultContentNegotiation
