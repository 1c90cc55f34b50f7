package import Core
import JSON

/// When something can have happened: not before 1990 and at most 24 hours ahead of our clock.
package enum EventTime {
    package static let earliest = CivilTime(year: 1990, month: 1, day: 1).timestamp
    package static let hoursAhead = 24.0

    /// What is wrong with `time`, if anything: `out-of-range` or `time-in-future`.
    package static func fault(_ time: Timestamp, at pointer: String, now: Timestamp) -> Fault? {
        if time < earliest {
            return Fault(pointer: pointer, code: "out-of-range", detail: "Must not be before 1990.")
        }
        if time > now.adding(seconds: hoursAhead * 3600) {
            return Fault(pointer: pointer, code: "time-in-future", detail: "Must be at most 24 hours ahead of our clock.")
        }
        return nil
    }

    /// The times of things that happened; a product's release may lie far back or be announced ahead.
    private static let happened = [
        "placedAt", "paidAt", "refundedAt", "shippedAt", "deliveredAt", "cancelledAt", "returnedAt",
    ]

    static func faults(of data: JSONValue, now: Timestamp) -> [Fault] {
        var faults: [Fault] = []
        func check(_ value: JSONValue?, _ pointer: @autoclosure () -> String) {
            guard let text = value?.string, let time = Timestamp(text) else { return }
            if let fault = fault(time, at: pointer(), now: now) { faults.append(fault) }
        }
        for key in happened { check(data[key], "/" + key) }
        for (index, consent) in (data["customer"]?["consents"]?.array ?? []).enumerated() {
            check(consent["givenAt"], "/customer/consents/\(index)/givenAt")
        }
        return faults
    }
}
