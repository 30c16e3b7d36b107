"""What the office does. Keyword-only functions, one file per aggregate, each one transaction; reads are in `queries`."""
