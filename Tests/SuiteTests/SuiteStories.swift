import Testing

/// Everything that runs the suite as its users do: real processes, one arrangement after the other.
@Suite(.serialized) enum SuiteStories {}
