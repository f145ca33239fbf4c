"""What is planned: plans, areas, tasks, measures and the 123510 framework."""
