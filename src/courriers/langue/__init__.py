"""French: amounts in words, figures, dates, addresses and agreements."""
