"""Pure decisions about what is told: no database, no clock."""
