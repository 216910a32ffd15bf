"""Two or three models that answer the same question, beside each other."""
