"""What the API tells and takes of progress."""
