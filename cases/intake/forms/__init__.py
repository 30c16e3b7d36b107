"""One form for each page of the request; `cases.intake.flow` says in which order they are asked."""
