"""What a benchmark plays in a process of its own, mostly in the whole window, and what it needs.

A scene is a module that prints one JSON object when it has ended:
``python -m benchmarks.scenes.NAME``. Modules without a `main` are the parts that scenes share.
"""
