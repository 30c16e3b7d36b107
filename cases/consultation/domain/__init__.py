"""What the center does with questions: taking them, answering, publishing, erasing."""
