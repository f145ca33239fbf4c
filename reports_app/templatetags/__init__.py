"""Template tags of what is told."""
