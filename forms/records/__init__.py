"""Where everything is kept. `forms.records.store` is the door; nothing of SQLAlchemy passes through it."""
