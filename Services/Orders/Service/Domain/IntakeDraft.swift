import Core
import Crypto
import JSON

extension IntakeReader {
    /// An event while it is being read.
    struct Draft {
        let form: IntakeForm
        let attributes: [IntakeEvent.Attribute]
        let body: [UInt8]
        var envelope: IntakeEnvelope
        var length: Int
        var data: JSONValue?
        var dataDigest: [UInt8]?
        /// Why the data cannot be read.
        var rejection: IntakeRejection?

        init(_ form: IntakeForm, _ attributes: [IntakeEvent.Attribute], _ body: [UInt8], envelope: IntakeEnvelope) {
            self.form = form
            self.attributes = attributes
            self.body = body
            self.envelope = envelope
            length = body.count
        }

        mutating func read(_ bytes: [UInt8], limits: JSONLimits) {
            do {
                data = try JSONValue.parse(bytes, limits: limits)
            } catch {
                rejection = .notJSON(error.description)
            }
        }

        /// `data_base64` of CloudEvents' JSON format.
        mutating func readEncoded(_ encoded: JSONValue, hasData: Bool) {
            guard !hasData, let bytes = encoded.string.flatMap(Base64.decode) else {
                rejection = .notACloudEvent("The event must have data, or data_base64 as a text in base64, not both.")
                return
            }
            dataDigest = Digest.sha256(bytes)
            read(bytes, limits: JSONLimits(depth: 32, bytes: IntakeReader.mostBytes))
        }

        func event(door: IntakeDoor, receivedAt: Timestamp, recordKey: String?) -> IntakeEvent {
            let verdict = verdict(now: receivedAt)
            var contentDigest: [UInt8]?
            if let data, !envelope.type.isEmpty {
                let said = JSONObject([("data", data), ("type", .string(envelope.type))])
                contentDigest = Digest.sha256(JSONValue.object(said).canonical())
            }
            var isContentAlone = envelope.faults.isEmpty
            if case .rejected(let rejection) = verdict, rejection.isUnreadable { isContentAlone = false }
            let whole = contentDigest == nil || !isContentAlone ? wholeDigest : []
            return IntakeEvent(
                door: door, form: form, attributes: attributes, body: body, length: length, source: envelope.source,
                id: envelope.id, type: envelope.type, time: envelope.time, receivedAt: receivedAt, dataDigest: dataDigest,
                contentDigest: contentDigest ?? whole, rejectionDigest: isContentAlone ? contentDigest ?? whole : whole,
                verdict: verdict, recordKey: recordKey)
        }

        private func verdict(now: Timestamp) -> IntakeEvent.Verdict {
            if let rejection, rejection.kind == .tooLarge || form == .structured && rejection.code == "not-json" {
                return .rejected(rejection)
            }
            guard envelope.isCloudEvent || form == .order else {
                return .rejected(
                    rejection.flatMap { $0.code == "not-a-cloudevent" && $0.faults.isEmpty ? $0 : nil }
                        ?? .notACloudEvent("Attributes of the event are missing or wrong.", faults: envelope.faults))
            }
            if let rejection { return .rejected(rejection) }
            var faults = envelope.faults
            guard let data, !envelope.type.isEmpty else { return .rejected(IntakeRejection(faults: faults)) }
            let read = ShopEvent.read(type: envelope.type, data: data, now: now)
            faults += read.faults
            if read.event == nil, read.faults.isEmpty {
                faults.append(
                    Fault(
                        pointer: "/type", code: "unknown-type",
                        detail: "Must be one of \(ShopEvent.types.joined(separator: ", "))."))
            }
            guard faults.isEmpty, let content = read.event else { return .rejected(IntakeRejection(faults: faults)) }
            return .readable(content)
        }

        /// Of everything as received, each part after its length.
        private var wholeDigest: [UInt8] {
            var digest = SHA256()
            func add(_ bytes: [UInt8]) {
                digest.update(withUnsafeBytes(of: UInt64(bytes.count).littleEndian) { Array($0) })
                digest.update(bytes)
            }
            add(Array(form.rawValue.utf8))
            for attribute in attributes {
                add(Array(attribute.name.utf8))
                add(Array(attribute.value.utf8))
            }
            add(dataDigest ?? [])
            add(body)
            add(Array(String(length).utf8))
            return digest.finish()
        }
    }
}
