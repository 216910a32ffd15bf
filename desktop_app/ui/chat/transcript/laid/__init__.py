"""Text, code, tables and pictures as they are laid out and painted."""
