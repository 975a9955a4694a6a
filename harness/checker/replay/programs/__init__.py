"""The program of a replay server."""
