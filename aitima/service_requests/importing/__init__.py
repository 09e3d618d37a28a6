"""Requests that happened elsewhere or before: written in bulk, with their history."""
