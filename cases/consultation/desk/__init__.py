"""What officers of a center see of questions."""
