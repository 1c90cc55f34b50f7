package import Core
package import Crypto
package import JSON

/// What the chains of an installation end with at a moment, signed: kept elsewhere, it shows later that nothing was cut off or
/// written anew, whoever owns the databases.
package struct AuditHead: Hashable, Sendable {
    package struct Chain: Hashable, Sendable {
        package let service: String
        package let number: Int64
        package let hash: [UInt8]

        package init(service: String, number: Int64, hash: [UInt8]) {
            (self.service, self.number, self.hash) = (service, number, hash)
        }
    }

    package struct Fault: Error, Hashable, CustomStringConvertible {
        package let description: String
    }

    package let at: Timestamp
    package let chains: [Chain]

    package init(at: Timestamp, chains: [Chain]) {
        (self.at, self.chains) = (at, chains)
    }

    /// One line of JSON with the signature of everything else in canonical form.
    package func signed(by key: SigningKey) -> JSONValue {
        let content = content(keyID: key.keyID)
        return (content + [("signature", .string(Base64.encode(key.sign(content.object.canonical()))))]).object
    }

    /// Throws a `Fault` for what is no head, or none that this key signed.
    package init(_ json: JSONValue, key: VerifyingKey) throws {
        guard let at = json["at"]?.string.flatMap({ Timestamp($0) }), let chains = json["chains"]?.array,
            let keyID = json["key"]?.string, let signature = json["signature"]?.string.flatMap({ Base64.decode($0) })
        else { throw Fault(description: "It is no head of an audit.") }
        self.at = at
        self.chains = try chains.map { chain in
            guard let service = chain["service"]?.string, let number = chain["number"]?.int,
                let hash = chain["hash"]?.string.flatMap({ [UInt8](hexadecimal: $0) })
            else { throw Fault(description: "It is no head of an audit.") }
            return Chain(service: service, number: number, hash: hash)
        }
        guard keyID == key.keyID, key.verifies(signature, of: content(keyID: keyID).object.canonical()) else {
            throw Fault(description: "It was not signed by this installation's key, or was changed since.")
        }
    }

    private func content(keyID: String) -> [(String, JSONValue)] {
        let chains = chains.map { chain -> JSONValue in
            [
                ("service", JSONValue.string(chain.service)), ("number", .number(JSONNumber(chain.number))),
                ("hash", .string(chain.hash.hexadecimal)),
            ].object
        }
        return [("at", .string(at.description)), ("chains", .array(chains)), ("key", .string(keyID))]
    }
}

extension [UInt8] {
    init?(hexadecimal text: String) {
        let digits = text.utf8.compactMap { Character(UnicodeScalar($0)).hexDigitValue.map { UInt8($0) } }
        guard digits.count == text.utf8.count, digits.count % 2 == 0 else { return nil }
        self = stride(from: 0, to: digits.count, by: 2).map { digits[$0] << 4 | digits[$0 + 1] }
    }
}
