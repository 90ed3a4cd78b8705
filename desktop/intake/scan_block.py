"""The block of the form that a radiology report may fill; by itself, since reading reports is seldom needed."""

SCANS = "scans"
