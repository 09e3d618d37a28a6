"""Web processes are killed while people report: is every acknowledged report there, and once?

`make chaos` runs an installation of its own on loopback, bounded in count and in time, and writes
what came of it to `docs/reliability.md`.
"""
