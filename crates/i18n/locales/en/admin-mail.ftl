# Mail providers and captured mail.
