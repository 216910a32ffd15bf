"""Chatloom: a native desktop chat that turns your best conversations into your own model."""

__version__ = "0.1.0"
