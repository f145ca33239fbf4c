"""What is told: cockpit, target and union pages, workbooks."""
