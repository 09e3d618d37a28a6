"""My requests: what belongs to whoever reads the mail of an address. No account, no password."""
