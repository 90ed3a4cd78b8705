"""What Alembic runs: the migrations, on the connection and in the transaction of `schema.upgrade`."""

from alembic import context

from forms.records.tables import metadata

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    # SQLite cannot alter most things in place; Alembic then copies the table.
    render_as_batch=True,
)
context.run_migrations()
