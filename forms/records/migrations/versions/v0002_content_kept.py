"""The content that conclusions rest on, and how far the log went at each: any old visit can be replayed."""

import sqlalchemy as sa
from alembic import op

from forms.records import guards

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    op.create_table(
        "content",
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("version", sa.Text(), nullable=False),
        sa.Column("files", sa.LargeBinary(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("sha256", name=op.f("pk_content")),
    )
    op.add_column("impression", sa.Column("answers_to", sa.Integer(), nullable=True))
    for statement in guards.content_statements(op.get_bind().dialect.name):
        op.execute(sa.text(statement))
