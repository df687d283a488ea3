"""SKELETON, to be written."""

from flask.cli import AppGroup

commands = AppGroup("content", help="...")
