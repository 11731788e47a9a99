"""What two accounts of a count say of each other, and whether one account holds together."""
