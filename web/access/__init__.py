"""Who somebody is, and what they may do: decided before anything else looks at a request."""
