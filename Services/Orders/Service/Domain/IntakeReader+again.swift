import JSON

extension IntakeReader {
    /// Reads what was kept of an event once more. `data` is put in the place of its data, where somebody has corrected it.
    package func again(_ kept: IntakeBody, id: String, correctedData data: [UInt8]? = nil) -> IntakeEvent {
        if let data { return binary(attributes(of: kept, id: id), body: data) }
        guard kept.length == kept.bytes.count else {
            return tooLarge(kept.form, kept.attributes, head: kept.bytes, length: kept.length, digest: nil)
        }
        return switch kept.form {
        case .binary: binary(kept.attributes, body: kept.bytes)
        case .structured: structured(kept.bytes)
        case .order: order(kept.bytes, id: id)
        }
    }

    /// The attributes wherever they stand, so that other data can be put beside them.
    private func attributes(of kept: IntakeBody, id: String) -> [IntakeEvent.Attribute] {
        let members = (try? JSONValue.parse(kept.bytes, limits: JSONLimits(depth: 33, bytes: Self.mostBytes)))?.object
        switch kept.form {
        case .binary:
            return kept.attributes
        case .structured:
            return (members?.members ?? []).compactMap { member in
                guard let text = member.value.string, !["data", "data_base64", "datacontenttype"].contains(member.key) else {
                    return nil
                }
                return IntakeEvent.Attribute(member.key, text)
            }
        case .order:
            return [
                IntakeEvent.Attribute("specversion", "1.0"), IntakeEvent.Attribute("id", id),
                IntakeEvent.Attribute("source", members?["source"]?.string ?? ""),
                IntakeEvent.Attribute("type", Self.placedType),
            ]
        }
    }
}
