"""A strict Telegram Bot API server on loopback, a process of its own, and the client that plays the people in it."""
