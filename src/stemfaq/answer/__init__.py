"""From a question to a reply: urgency, context, search, decision."""
