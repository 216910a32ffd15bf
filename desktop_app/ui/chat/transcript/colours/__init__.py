"""The colours of code, found in a process of their own."""
