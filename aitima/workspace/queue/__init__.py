"""The queue: views, filters, groups by deadline, counts and rows."""
