"""How each paper was printed, and the clinic's details on it: the same bytes can be made again."""

import sqlalchemy as sa
from alembic import op

from forms.records import guards

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    op.create_table(
        "letterhead",
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("details", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("sha256", name=op.f("pk_letterhead")),
    )
    op.add_column("document", sa.Column("printing", sa.Text(), nullable=True))
    op.add_column("document", sa.Column("letterhead", sa.Text(), nullable=True))
    for statement in guards.letterhead_statements(op.get_bind().dialect.name):
        op.execute(sa.text(statement))
