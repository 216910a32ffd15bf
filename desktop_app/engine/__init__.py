"""The local engine: a program of its own that serves a model on this computer.

``python -m desktop_app.engine`` is started by the window or the command line, speaks OpenAI's HTTP
shapes on 127.0.0.1, and ends when its standard input closes.
"""
