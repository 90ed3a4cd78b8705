"""Everything that leaves on paper: plain frozen values in, PDF bytes out."""
