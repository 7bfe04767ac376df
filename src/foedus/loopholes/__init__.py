"""The loopholes room."""
