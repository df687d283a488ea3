"""SKELETON, to be written."""

from flask.cli import AppGroup

commands = AppGroup("people", help="...")
