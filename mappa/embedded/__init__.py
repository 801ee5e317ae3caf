"""PostgreSQL and Redis from the Python wheels, for the demo and the tests: start, address, stop.

Real deployments bring their own servers and never come here (docs/adr/0001-embedded-services.md).
"""

from mappa.embedded.errors import EmbeddedError
from mappa.embedded.services import Services, services

__all__ = ["EmbeddedError", "Services", "services"]
