"""The deterrence room."""
