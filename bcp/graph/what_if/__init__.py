"""What falls when something is lost, who takes over, and when it is back."""
