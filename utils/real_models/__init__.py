"""Models that packages of PyPI ship, rewritten by other tools and broken, for utils/test-real-models.py."""
