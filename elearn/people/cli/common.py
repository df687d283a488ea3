"""The group that all commands of people belong to."""

from flask.cli import AppGroup

commands = AppGroup("people", help="Countries and their keys, accounts and codes, records of officers, looks at names.")
