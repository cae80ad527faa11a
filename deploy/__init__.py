"""How Kunteko is started: the `kunteko` command, the embedded form, gunicorn, the deployment."""
