"""Published facts that the system must reproduce."""
