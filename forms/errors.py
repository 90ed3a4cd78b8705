"""The errors a caller can do something about: one class for each thing to do.

Every message says what happened, where, and what to do next, and carries no patient data.
"""


class SciaticaIntakeError(Exception):
    """Base of every expected error; its text may be shown to a person."""


class ContentError(SciaticaIntakeError):
    """A data file in the content pack cannot be used. Mend the file, or go back to the last good pack."""


class AnswersError(SciaticaIntakeError):
    """An answers file cannot be used. Every problem found is listed, one a line."""

    def __init__(self, problems: tuple[str, ...]) -> None:
        super().__init__("\n".join(problems))
        self.problems = problems


class PermissionDenied(SciaticaIntakeError):
    """The signed-in role may not do this."""


class StoreError(SciaticaIntakeError):
    """The records cannot be reached or written. Nothing that was acknowledged is lost."""


class StoreLocked(StoreError):
    """Another program holds the database."""


class StoreReadOnly(StoreError):
    """The database file or its folder cannot be written."""


class StoreFull(StoreError):
    """The disk is full."""


class StoreCorrupt(StoreError):
    """The database file is damaged, or is not one of ours."""


class StoreTooNew(StoreError):
    """The database was written by a newer version of the program."""


class WrongKey(StoreError):
    """The key, passphrase or recovery key does not open this database."""


class EditConflict(StoreError):
    """Somebody else changed the same thing since it was read."""


class PaperError(SciaticaIntakeError):
    """A PDF cannot be made or written."""
