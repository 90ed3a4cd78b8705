"""Everything a person at the screen sees, and the joining of the parts."""
