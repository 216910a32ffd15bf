"""The services that answer: connections, streams, and their failures in plain words."""
