"""Everything that leaves on paper: plain frozen values in, PDF bytes out."""

from reports.late_patterns import compile_patterns_late

compile_patterns_late()
