"""With what chance, and after how many days, each step of an arrangement comes."""
