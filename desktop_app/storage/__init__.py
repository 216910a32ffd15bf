"""The database and the files that keep conversations."""
