"""The tests mirror the tree: `tests/forms` holds what `forms` promises."""
