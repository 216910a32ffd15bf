"""The local engine: a program of its own that serves a model on this computer."""
