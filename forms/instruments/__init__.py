"""Outcome measures: what they ask, how they are scored, and what change matters."""
