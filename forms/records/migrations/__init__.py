"""Schema changes, run by Alembic inside the program; see `forms/records/schema.py`."""
