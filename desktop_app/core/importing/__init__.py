"""Reading conversations from files that this or another program has exported."""
