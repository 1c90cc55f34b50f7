/// Where a replay says what it does.
package struct ReplayOutput: Sendable {
    /// Whether a line may be written over by the next.
    package let isTerminal: Bool
    package let print: @Sendable (String) -> Void

    package init(isTerminal: Bool, print: @escaping @Sendable (String) -> Void) {
        self.isTerminal = isTerminal
        self.print = print
    }
}
