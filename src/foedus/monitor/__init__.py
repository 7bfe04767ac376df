"""Has the deal been broken: incidents, the ledger, findings, and what the text then requires."""
