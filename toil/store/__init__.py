"""The three stores: what sources said, what we derived, what people said."""
