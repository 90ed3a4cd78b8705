"""What `desktop` promises."""
