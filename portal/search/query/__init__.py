"""Understanding a query: typed text → analysis → plan. Plain data and pure functions; no index is needed to test them."""
