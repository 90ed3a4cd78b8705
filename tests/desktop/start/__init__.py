"""First-run setup, unlocking and signing in."""
