"""Drivers of shops that really run, with the words of the fakes, so that one story is told to both."""
