"""What the API tells of how things stand, and of what that rests on."""
