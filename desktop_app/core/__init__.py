"""What Chatloom knows, without Qt, network, SQL or subprocesses."""
