"""The bare ceiling: the least that Django can do to store a report, served as the pages are.

One view, no middleware, three inserts in one transaction. What the portal reaches of this rate is
what its checks, messages, history and protocol number leave of it.
"""
