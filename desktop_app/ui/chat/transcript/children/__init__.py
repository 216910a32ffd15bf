"""Programs that work for the window and can be ended at any time."""
