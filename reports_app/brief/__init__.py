"""A publication's Word brief: a template of the office, filled with frozen figures."""
