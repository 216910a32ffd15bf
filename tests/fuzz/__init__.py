"""Long fuzzing of what reads bytes and text from outside; see __main__."""
