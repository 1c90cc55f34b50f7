/// Prepared forms of SQL that is put together per call, by its text; the least recently used one makes room.
package struct StatementCache<Prepared> {
    private let capacity: Int
    private var entries: [String: (prepared: Prepared, used: Int)] = [:]
    private var clock = 0

    package init(capacity: Int) {
        self.capacity = capacity
    }

    package mutating func find(_ text: String) -> Prepared? {
        guard let index = entries.index(forKey: text) else { return nil }
        clock += 1
        entries.values[index].used = clock
        return entries.values[index].prepared
    }

    /// Keeps `prepared`, and returns what had to go for it. What `isBusy` says true of stays, even beyond the capacity.
    package mutating func insert(_ prepared: Prepared, for text: String, isBusy: (Prepared) -> Bool = { _ in false }) -> Prepared?
    {
        clock += 1
        entries[text] = (prepared, clock)
        guard entries.count > capacity else { return nil }
        let idle = entries.filter { $0.key != text && !isBusy($0.value.prepared) }
        guard let oldest = idle.min(by: { $0.value.used < $1.value.used }) else { return nil }
        return entries.removeValue(forKey: oldest.key)?.prepared
    }

    package mutating func remove(_ text: String) {
        entries[text] = nil
    }

    /// Forgets all, and returns it.
    package mutating func removeAll() -> [Prepared] {
        defer { entries = [:] }
        return entries.values.map(\.prepared)
    }
}
