"""What every zone uses and which knows none of them."""
