"""Exercise figures as vectors: one description, painted on paper and on the screen."""
