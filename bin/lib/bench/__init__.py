"""Measurements: each module has a ``main()`` that prints one JSON line and returns an exit code."""
