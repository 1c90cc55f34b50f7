package import Core

/// Texts, numbers and truth values. The text given last to each is its description for people.
extension ShapeReader {
    /// Length in Unicode scalars. U+0000 is refused, as no database takes it.
    package mutating func text(_ key: String, length: ClosedRange<Int> = 1...4096, _ doc: String = "") -> String {
        field(key, required: true, doc, .text(length)) { (value) throws(FieldFault) in try value.text(length) } ?? ""
    }

    package mutating func optionalText(_ key: String, length: ClosedRange<Int> = 1...4096, _ doc: String = "") -> String? {
        field(key, required: false, doc, .text(length)) { (value) throws(FieldFault) in try value.text(length) }
    }

    /// A number written without fraction and exponent.
    package mutating func integer(
        _ key: String, in range: ClosedRange<Int64> = Int64.min...Int64.max, _ doc: String = ""
    ) -> Int64 {
        field(key, required: true, doc, .integer(in: range)) { (value) throws(FieldFault) in try value.integer(range) } ?? 0
    }

    package mutating func optionalInteger(
        _ key: String, in range: ClosedRange<Int64> = Int64.min...Int64.max, default standard: Int64? = nil, _ doc: String = ""
    ) -> Int64? {
        field(key, required: false, doc, .integer(in: range).with("default", standard.map { .integer($0) })) {
            (value) throws(FieldFault) in try value.integer(range)
        } ?? standard
    }

    /// The value × 10^`decimals`, exactly; `above` and `below` are exclusive bounds in that unit. More decimals are `out-of-range`.
    package mutating func decimal(
        _ key: String, decimals: Int, above: Int64? = nil, below: Int64? = nil, _ doc: String = ""
    ) -> Int64 {
        field(key, required: true, doc, .decimal(decimals, above: above, below: below)) { (value) throws(FieldFault) in
            try value.decimal(decimals, above, below)
        } ?? 0
    }

    package mutating func optionalDecimal(
        _ key: String, decimals: Int, above: Int64? = nil, below: Int64? = nil, _ doc: String = ""
    ) -> Int64? {
        field(key, required: false, doc, .decimal(decimals, above: above, below: below)) { (value) throws(FieldFault) in
            try value.decimal(decimals, above, below)
        }
    }

    package mutating func boolean(_ key: String, _ doc: String = "") -> Bool {
        field(key, required: true, doc, ["type": "boolean"]) { (value) throws(FieldFault) in try value.boolean() } ?? false
    }

    package mutating func optionalBoolean(_ key: String, default standard: Bool? = nil, _ doc: String = "") -> Bool? {
        let schema = JSONValue.object(JSONObject([("type", "boolean")])).with("default", standard.map { .bool($0) })
        return field(key, required: false, doc, schema) { (value) throws(FieldFault) in try value.boolean() } ?? standard
    }

    /// Any value, or none; in the schema it has no type.
    package mutating func any(_ key: String, _ doc: String = "") -> JSONValue? {
        field(key, required: false, doc, [:]) { (value) throws(FieldFault) in value }
    }

    /// RFC 3339.
    package mutating func time(_ key: String, _ doc: String = "") -> Timestamp {
        field(key, required: true, doc, .format("date-time")) { (value) throws(FieldFault) in try value.time() }
            ?? Timestamp(microseconds: 0)
    }

    package mutating func optionalTime(_ key: String, _ doc: String = "") -> Timestamp? {
        field(key, required: false, doc, .format("date-time")) { (value) throws(FieldFault) in try value.time() }
    }

    package mutating func id(_ key: String, _ doc: String = "") -> ID {
        field(key, required: true, doc, .format("uuid")) { (value) throws(FieldFault) in try value.id() } ?? ID(high: 0, low: 0)
    }

    package mutating func optionalID(_ key: String, _ doc: String = "") -> ID? {
        field(key, required: false, doc, .format("uuid")) { (value) throws(FieldFault) in try value.id() }
    }
}

extension JSONValue {
    fileprivate func with(_ key: String, _ value: JSONValue?) -> JSONValue {
        guard let value, case .object(var members) = self else { return self }
        members.set(key, value)
        return .object(members)
    }

    func text(_ length: ClosedRange<Int>) throws(FieldFault) -> String {
        guard case .string(var text) = self else { throw .expected("a text") }
        var scalars = 0
        var nulls = 0
        text.withUTF8 { utf8 in
            for byte in utf8 {
                scalars += byte & 0xc0 != 0x80 ? 1 : 0
                nulls += byte == 0 ? 1 : 0
            }
        }
        guard length.contains(scalars) else {
            throw FieldFault("out-of-range", "Must have \(length.lowerBound) to \(length.upperBound) characters.")
        }
        guard nulls == 0 else { throw FieldFault("out-of-range", "Must not contain the character U+0000.") }
        return text
    }

    fileprivate func integer(_ range: ClosedRange<Int64>) throws(FieldFault) -> Int64 {
        guard case .number(let number) = self else { throw .wholeNumber }
        if let value = number.integer, range.contains(value) { return value }
        guard number.text.contains(where: { ".eE".contains($0) }) else {
            throw FieldFault("out-of-range", "Must be from \(range.lowerBound) to \(range.upperBound).")
        }
        throw .wholeNumber
    }

    fileprivate func decimal(_ decimals: Int, _ above: Int64?, _ below: Int64?) throws(FieldFault) -> Int64 {
        guard case .number(let number) = self else { throw .expected("a number") }
        guard let value = number.scaled(decimals: decimals) else {
            throw FieldFault("out-of-range", "Must have at most \(decimals) decimals, and not be as large as this.")
        }
        if let above, value <= above {
            throw FieldFault("out-of-range", "Must be more than \(JSONNumber(units: above, decimals: decimals).text).")
        }
        if let below, value >= below {
            throw FieldFault("out-of-range", "Must be less than \(JSONNumber(units: below, decimals: decimals).text).")
        }
        return value
    }

    fileprivate func boolean() throws(FieldFault) -> Bool {
        guard case .bool(let value) = self else { throw .expected("true or false") }
        return value
    }

    fileprivate func time() throws(FieldFault) -> Timestamp {
        guard case .string(let text) = self, let time = Timestamp(text) else {
            throw .expected("a time by RFC 3339, such as 2026-01-31T09:30:00Z")
        }
        return time
    }

    fileprivate func id() throws(FieldFault) -> ID {
        guard case .string(let text) = self, let id = ID(text) else { throw .expected("an id in the form of a UUID") }
        return id
    }
}
