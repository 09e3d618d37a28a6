"""A mailbox for everybody: the demo's own SMTP server and pages that show what it received."""
