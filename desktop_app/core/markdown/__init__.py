"""Markdown as models write it, read into pieces without a window."""
