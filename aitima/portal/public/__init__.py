"""What everybody may see of all requests: list, map, feeds, preview pictures."""
