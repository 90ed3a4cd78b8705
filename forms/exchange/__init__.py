"""In and out: answers files, assessments as JSON."""
