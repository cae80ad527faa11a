"""`kunteko doctor`: what is wrong with this Kunteko, and what to do about it. It changes nothing.

One module for each subject; `checks` lists them in the order they are made.
"""
