"""What people write in the application, in a database of its own that no import touches."""
