"""What a report is made of before it is sent: the draft, its photos, its answers."""
