"""Has the deal been broken: incident files, the ledger, findings, and what follows from them."""
