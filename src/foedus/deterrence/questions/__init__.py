"""What is asked of solved games: one module for each question."""
