"""What must hold: cheap rules after every step on what has changed, all of them at rest."""
