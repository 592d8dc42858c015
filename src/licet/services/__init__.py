"""What pages and API do alike: order books, scenario reports, and the queue of jobs that works on them."""
