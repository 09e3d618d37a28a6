"""Against abuse: what a form must bring before it counts."""
