"""Reading official letters: a file's pages to the documents in it, each field with where it stands and how sure it is (S2.01)."""
