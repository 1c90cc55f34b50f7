/// A job that is enqueued at regular times, once per tick over all processes.
package struct Schedule: Sendable, Hashable {
    package let name: String
    package let kind: String
    /// Ticks fall on multiples of this many seconds since 1970.
    package let every: Int

    package init(name: String, kind: String, every seconds: Int) {
        self.name = name
        self.kind = kind
        every = seconds
    }
}
