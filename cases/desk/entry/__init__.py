"""Writing down what somebody says at the counter or on the telephone."""
