"""What is printed: words and numbers that are made elsewhere, set on A4 in black and white."""
