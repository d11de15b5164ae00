"""What leaves the product: files that carry exactly the selection on screen."""
