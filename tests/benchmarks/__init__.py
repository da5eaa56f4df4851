"""Figures, not tests: `make bench` prints them side by side with a peer or a bound of the same run."""
