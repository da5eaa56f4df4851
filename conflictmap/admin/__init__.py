"""The desk: the admin in which editors turn reports into claims. One module a resource."""

from . import actors, claims, mentions, notices, places, releases, reports, sources, strikes, theatres

__all__ = ["actors", "claims", "mentions", "notices", "places", "releases", "reports", "sources", "strikes", "theatres"]
