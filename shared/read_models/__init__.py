"""Read models: what a service keeps of what others told it. Written by consumers only."""

from shared.read_models.newest import set_if_newer

__all__ = ["set_if_newer"]
