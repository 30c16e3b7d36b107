"""From a letter that came as a file to a draft of the library: read in the queue, looked at beside its pages, taken over."""
