"""What is asked, what was answered, what it suggests, what programme follows, and where it is kept."""
