"""What an organization without a sign-in sees and answers by a link from a letter (`cases.domain.outside`)."""
