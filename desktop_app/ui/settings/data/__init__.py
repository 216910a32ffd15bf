"""The page of the user's chats: out to files, in from files, copies of them, and their end."""
