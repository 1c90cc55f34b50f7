import Core

/// From a moment on, and up to another one where there is an end.
struct Period: Lasting, Hashable, Sendable {
    let from: Timestamp
    let until: Timestamp?

    /// Throws `invalid` for one that ends before it has begun.
    init(from: Timestamp, until: Timestamp?) throws(Refusal) {
        if let until, until <= from {
            throw Refusal(
                .invalid, "out-of-range", "until must be later than from.",
                faults: [Fault(pointer: "/until", code: "out-of-range", detail: "Must be later than from.")])
        }
        (self.from, self.until) = (from, until)
    }

    func overlaps(from: Timestamp, until: Timestamp?) -> Bool {
        (until.map { self.from < $0 } ?? true) && (self.until.map { from < $0 } ?? true)
    }

    /// The moments after `now` at which something begins or ends.
    func changes(after now: Timestamp) -> [Timestamp] {
        [from, until].compactMap(\.self).filter { $0 > now }
    }
}

/// What is to become of a period.
struct PeriodEdit: Hashable, Sendable {
    var from = Edit<Timestamp>.keep
    var until = Edit<Timestamp?>.keep

    func applied(from: Timestamp, until: Timestamp?) throws(Refusal) -> Period {
        try Period(from: self.from.applied(to: from), until: self.until.applied(to: until))
    }
}
