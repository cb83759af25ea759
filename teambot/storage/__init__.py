"""The database: the only importer of sqlalchemy and alembic. It decides nothing."""
