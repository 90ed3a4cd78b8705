"""What the database itself refuses, whoever asks: changing or removing what must stay.

These are the statements of version 0001, and never change: a later version that guards more adds a function of its
own here, called by its migration and by `schema.create`.
"""

# What is only ever added to.
APPEND_ONLY = (
    "answer",
    "audit",
    "document",
    "document_event",
    "flag_review",
    "impression",
    "patient_version",
)

_REFUSAL = "{table} is only ever added to"
_SIGNED = "a signed programme is never changed"

_POSTGRES_FUNCTIONS = (
    """
    CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        RAISE EXCEPTION '% is only ever added to', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
    END $$
    """,
    f"""
    CREATE FUNCTION refuse_signed_change() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        IF OLD.signed_at IS NOT NULL THEN
            RAISE EXCEPTION '{_SIGNED}' USING ERRCODE = 'restrict_violation';
        END IF;
        IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
        RETURN NEW;
    END $$
    """,
)


def statements(dialect: str) -> tuple[str, ...]:
    """The statements that put every guard in place."""
    return _for_postgres() if dialect == "postgresql" else _for_sqlite()


def content_statements(dialect: str) -> tuple[str, ...]:
    """Version 0002: kept content is never changed either."""
    guard = _append_only_on_postgres if dialect == "postgresql" else _append_only_on_sqlite
    return guard("content")


def key_statements(dialect: str) -> tuple[str, ...]:
    """Version 0003: a key of the clinic stays, or every paper sealed with it would look forged."""
    guard = _append_only_on_postgres if dialect == "postgresql" else _append_only_on_sqlite
    return guard("clinic_key")


def letterhead_statements(dialect: str) -> tuple[str, ...]:
    """Version 0004: what stood on a paper stays."""
    guard = _append_only_on_postgres if dialect == "postgresql" else _append_only_on_sqlite
    return guard("letterhead")


def _for_sqlite() -> tuple[str, ...]:
    guards = [guard for table in APPEND_ONLY for guard in _append_only_on_sqlite(table)]
    guards += [
        f"CREATE TRIGGER programme_signed_no_{verb.lower()} BEFORE {verb} ON programme "
        f"WHEN OLD.signed_at IS NOT NULL BEGIN SELECT RAISE(ABORT, '{_SIGNED}'); END"
        for verb in ("UPDATE", "DELETE")
    ]
    return tuple(guards)


def _append_only_on_sqlite(table: str) -> tuple[str, ...]:
    return tuple(
        f"CREATE TRIGGER {table}_no_{verb.lower()} BEFORE {verb} ON {table} "
        f"BEGIN SELECT RAISE(ABORT, '{_REFUSAL.format(table=table)}'); END"
        for verb in ("UPDATE", "DELETE")
    )


def _for_postgres() -> tuple[str, ...]:
    guards = [guard for table in APPEND_ONLY for guard in _append_only_on_postgres(table)]
    guards.append(_no_truncate("programme"))
    guards.append(
        "CREATE TRIGGER programme_signed BEFORE UPDATE OR DELETE ON programme "
        "FOR EACH ROW EXECUTE FUNCTION refuse_signed_change()"
    )
    return (*_POSTGRES_FUNCTIONS, *guards)


def _append_only_on_postgres(table: str) -> tuple[str, ...]:
    no_change = (
        f"CREATE TRIGGER {table}_append_only BEFORE UPDATE OR DELETE ON {table} "
        "FOR EACH ROW EXECUTE FUNCTION refuse_change()"
    )
    return (no_change, _no_truncate(table))


def _no_truncate(table: str) -> str:
    # TRUNCATE fires no row trigger.
    return (
        f"CREATE TRIGGER {table}_no_truncate BEFORE TRUNCATE ON {table} "
        "FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()"
    )
