"""Drivers of shops that really run, with the words of the fakes: what a story does to a fake, it does to them."""
