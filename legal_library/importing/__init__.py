"""Taking many documents over at once: files to records, records to documents, an outcome for each."""
