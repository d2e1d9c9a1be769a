"""The exam questions, one file a chapter."""
