# Messages that are sent.
