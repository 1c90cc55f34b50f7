package import Core
package import JSON

/// Why an event was not taken, as it is answered, kept and signed.
package struct IntakeRejection: Problem, Hashable, JSONWritable {
    /// A document with more faults than this is told the first ones.
    private static let mostFaults = 100

    package let kind: ProblemKind
    package let code: String
    package let detail: String
    package let faults: [Fault]

    package init(_ kind: ProblemKind, _ code: String, _ detail: String, faults: [Fault] = []) {
        self.kind = kind
        self.code = code
        self.detail = detail
        self.faults = Array(faults.prefix(Self.mostFaults))
    }

    /// Something is wrong with the content, or the order's state forbids it. `faults` must not be empty.
    package init(faults: [Fault]) {
        self.init(
            .invalid, faults.first?.code ?? "invalid",
            faults.count == 1 ? faults[0].detail : "\(faults.count) things are wrong; each is in errors with its place.",
            faults: faults)
    }

    /// The name belongs to another event.
    package static func conflict(_ fault: Fault) -> IntakeRejection {
        IntakeRejection(.conflict, fault.code, fault.detail, faults: [fault])
    }

    package static let nameTaken = conflict(
        Fault(
            pointer: "/id", code: "already-exists-with-other-content",
            detail: "An event with this source and id was taken already, with other content."))

    package static let causeNeverCame = IntakeRejection(
        .invalid, "cause-never-came", "What the event needs did not come in time: its order, or the shipment it speaks of.")

    package static func notJSON(_ detail: String) -> IntakeRejection {
        IntakeRejection(.malformed, "not-json", detail)
    }

    package static func tooLarge(_ detail: String) -> IntakeRejection {
        IntakeRejection(.tooLarge, "too-large", detail)
    }

    package static func notACloudEvent(_ detail: String, faults: [Fault] = []) -> IntakeRejection {
        IntakeRejection(.malformed, "not-a-cloudevent", detail, faults: faults)
    }

    package var outcome: IntakeOutcome { kind == .conflict ? .conflict : .rejected }

    /// Whether nothing of it could be read as an event, so that its names mean nothing.
    package var isUnreadable: Bool { kind == .malformed || kind == .tooLarge }

    /// Canonical (RFC 8785), as receipts are signed over it.
    package func write(to writer: inout JSONWriter) {
        writer.object { writer in
            writer.field("code", code)
            writer.field("detail", detail)
            if !faults.isEmpty {
                writer.key("errors")
                writer.array { writer in
                    for fault in faults {
                        writer.object { writer in
                            writer.field("code", fault.code)
                            writer.field("detail", fault.detail)
                            writer.field("pointer", fault.pointer)
                        }
                    }
                }
            }
            writer.field("status", kind.status)
        }
    }

    /// What `json()` gave.
    package init?(kept bytes: [UInt8]) {
        guard let json = try? JSONValue.parse(bytes), let kind = json["status"]?.int.flatMap({ ProblemKind(rawValue: Int($0)) }),
            let code = json["code"]?.string, let detail = json["detail"]?.string
        else { return nil }
        let faults = (json["errors"]?.array ?? []).map {
            Fault(
                pointer: $0["pointer"]?.string ?? "", code: $0["code"]?.string ?? "", detail: $0["detail"]?.string ?? "")
        }
        self.init(kind, code, detail, faults: faults)
    }
}
