"""Use-cases of sparring, one function each; `views.HANDLERS` is the index of events listened to."""
