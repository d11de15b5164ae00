"""What leaves the product: files that carry exactly the selection on screen, and say where it comes from."""
