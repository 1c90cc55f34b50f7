package import Core

/// Money, choices and texts by language.
extension ShapeReader {
    /// A code of ISO 4217; any other text is `unknown-currency`.
    package mutating func currency(_ key: String, _ doc: String = "") -> Currency? {
        field(key, required: true, doc, .currency) { (value) throws(FieldFault) in try value.currency() }
    }

    package mutating func optionalCurrency(_ key: String, _ doc: String = "") -> Currency? {
        field(key, required: false, doc, .currency) { (value) throws(FieldFault) in try value.currency() }
    }

    /// `{"amount": 129900, "currency": "RUB"}`, in minor units.
    package mutating func money(_ key: String, _ doc: String = "") -> Money? {
        object(key, Money.self, doc)
    }

    package mutating func optionalMoney(_ key: String, _ doc: String = "") -> Money? {
        optionalObject(key, Money.self, doc)
    }

    /// One of `choices`, else `out-of-range`; the first of them is the neutral value.
    package mutating func choice(_ key: String, among choices: [String], _ doc: String = "") -> String {
        field(key, required: true, doc, .choice(choices)) { (value) throws(FieldFault) in try value.choice(choices) }
            ?? choices.first ?? ""
    }

    package mutating func optionalChoice(_ key: String, among choices: [String], _ doc: String = "") -> String? {
        field(key, required: false, doc, .choice(choices)) { (value) throws(FieldFault) in try value.choice(choices) }
    }

    /// A text, which stands under the language `""`, or an object of texts by BCP 47 language.
    package mutating func textOrByLanguage(
        _ key: String, length: ClosedRange<Int> = 1...4096, _ doc: String = ""
    ) -> [String: String] {
        field(key, required: true, doc, .byLanguage(length)) { (value) throws(FieldFault) in try value.byLanguage(length) } ?? [:]
    }

    package mutating func optionalTextOrByLanguage(
        _ key: String, length: ClosedRange<Int> = 1...4096, _ doc: String = ""
    ) -> [String: String]? {
        field(key, required: false, doc, .byLanguage(length)) { (value) throws(FieldFault) in try value.byLanguage(length) }
    }
}

extension JSONValue {
    fileprivate static let currency: JSONValue = ["type": "string", "pattern": "^[A-Z]{3}$"]

    fileprivate func currency() throws(FieldFault) -> Currency {
        guard case .string(let code) = self else { throw .expected("a text") }
        guard let currency = Currency(code) else {
            throw FieldFault("unknown-currency", "Must be the code of a currency by ISO 4217.")
        }
        return currency
    }

    fileprivate func choice(_ choices: [String]) throws(FieldFault) -> String {
        guard case .string(let text) = self else { throw .expected("a text") }
        guard choices.contains(where: { $0.isExactly(text) }) else {
            throw FieldFault("out-of-range", "Must be one of: " + choices.joined(separator: ", ") + ".")
        }
        return text
    }

    fileprivate func byLanguage(_ length: ClosedRange<Int>) throws(FieldFault) -> [String: String] {
        guard case .object(let object) = self else {
            guard case .string = self else { throw .expected("a text or an object of texts by language") }
            return ["": try text(length)]
        }
        guard !object.members.isEmpty else { throw FieldFault("out-of-range", "Must have a text in at least one language.") }
        var texts: [String: String] = [:]
        for member in object.members {
            let place = JSONPointer.root.appending(member.key).description
            guard isLanguage(member.key) else {
                throw FieldFault("out-of-range", "The key must be a language by BCP 47, such as pt-BR.", path: place)
            }
            do throws(FieldFault) {
                texts[member.key] = try member.value.text(length)
            } catch {
                throw FieldFault(error.code, error.detail, path: place)
            }
        }
        return texts
    }
}

/// Whether `tag` is formed as BCP 47 asks: two to eight letters, then parts of one to eight letters and digits.
private func isLanguage(_ tag: String) -> Bool {
    let parts = tag.utf8.split(separator: UInt8(ascii: "-"), omittingEmptySubsequences: false)
    func isLetter(_ byte: UInt8) -> Bool { (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20) }
    func isDigit(_ byte: UInt8) -> Bool { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) }
    guard let language = parts.first, (2...8).contains(language.count), language.allSatisfy(isLetter) else { return false }
    return parts.dropFirst().allSatisfy { (1...8).contains($0.count) && $0.allSatisfy { isLetter($0) || isDigit($0) } }
}

/// `{"amount": 129900, "currency": "RUB"}`, the amount in minor units.
extension Money: JSONWritable, Shape {
    package static let shapeName = "Money"

    package init?(_ fields: inout ShapeReader) {
        let amount = fields.integer(
            "amount", in: -9_007_199_254_740_991...9_007_199_254_740_991, "In minor units of the currency.")
        guard let currency = fields.currency("currency", "ISO 4217.") else { return nil }
        self.init(amount: amount, currency: currency)
    }

    package func write(to writer: inout JSONWriter) {
        writer.object { writer in
            writer.field("amount", amount)
            writer.field("currency", currency)
        }
    }
}
