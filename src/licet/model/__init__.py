"""What a sale is: the transaction, its item, its parties, and what is not known of them."""
