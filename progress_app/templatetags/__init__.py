"""Template tags for figures and their state."""
