"""The clinic's own keys: what the codes on its papers are sealed with."""

import sqlalchemy as sa
from alembic import op

from forms.records import guards

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    op.create_table(
        "clinic_key",
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("key", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_clinic_key")),
    )
    for statement in guards.key_statements(op.get_bind().dialect.name):
        op.execute(sa.text(statement))
