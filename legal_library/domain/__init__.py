"""What holds for documents, without a database: kinds, rules, standing, addresses."""
