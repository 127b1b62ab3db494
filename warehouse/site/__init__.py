"""The page: the published timeline as a static site that works from a file or any web server, without the network."""

from __future__ import annotations

from warehouse.site.write import Written, write_site

__all__ = ["Written", "write_site"]
