"""Every question about an arrangement, once, as data."""
