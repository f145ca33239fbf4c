"""What was promised: targets, definitions, pace curves, quotas, periods."""
