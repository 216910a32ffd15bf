"""Writing conversations to files, and reading them back."""
