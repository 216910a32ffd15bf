"""The search of all conversations, over the window."""
