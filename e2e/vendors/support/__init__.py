"""What the vendors' stories share: a running Usher, its mail, the page behind a link."""
