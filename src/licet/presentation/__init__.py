"""An answer in words, the same for terminal, pages and paper."""
