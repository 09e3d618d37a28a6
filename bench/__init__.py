"""Measuring speed on a data folder of its own: `python -m bench`, or `make bench`."""
