"""Modules that are being written: what a new one begins with."""
