"""From the start of the program to somebody signed in: first-run setup, unlocking, accounts."""
