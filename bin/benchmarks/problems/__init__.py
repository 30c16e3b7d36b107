"""`bin/bench problems`: search judged by what people in trouble type, over the starter content (issue 12 point 4)."""
