"""What a server or the flask command imports: the application with the settings of the environment."""

from elearn.app import create_app

app = create_app()
