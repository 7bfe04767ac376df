"""Small games drawn at random, and their equilibria by trying everything."""
