"""One builder per mail: from an event, with nothing but its data, to a value object.

Rendering is in `rendering`, sending in `delivery`. A builder gives None where nobody is to be told.
"""
