"""What kept captures of somebody else's pages show: look by look, and what does not fit together in them."""
