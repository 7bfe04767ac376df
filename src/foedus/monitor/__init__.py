"""Has the deal been broken: incident files, the ledger, findings, and what the text then requires."""
