"""The transcript as it is read aloud by a screen reader."""
