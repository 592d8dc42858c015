"""What would change: scenarios, impact on an order book, and what the Federal Register has published."""
