"""One request on somebody's desk: what was said, what stays inside, and what may be done."""
