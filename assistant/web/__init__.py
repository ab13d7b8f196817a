"""The chat page: Chainlit's door to the conversation, kept on this machine."""
