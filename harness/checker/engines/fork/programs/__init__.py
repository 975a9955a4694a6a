"""The program of a fork server."""
