import Core
import Crypto
package import JSON

/// Checks receipts offline, against the published keys.
package struct ReceiptVerifier: Sendable {
    private let keys: [String: VerifyingKey]

    /// `jwks` is what `/.well-known/relata-receipts.json` gives. Keys of other kinds in it are passed over; throws when it has none
    /// of ours.
    package init(jwks: [UInt8]) throws(ReceiptFault) {
        guard let json = try? JSONValue.parse(jwks), let members = json["keys"]?.array else {
            throw ReceiptFault("The keys are no JSON Web Key Set.")
        }
        var keys: [String: VerifyingKey] = [:]
        for member in members {
            guard let key = try? VerifyingKey(jwk: member) else { continue }
            keys[key.keyID] = key
        }
        guard !keys.isEmpty else { throw ReceiptFault("The key set has no Ed25519 key.") }
        self.keys = keys
    }

    /// The receipts in a document, all of them verified. It may be a receipt, or an answer of a door that holds one: to a duplicate
    /// (`first`), a refusal or an order (`receipt`), a batch (an array of these).
    package func verify(_ document: [UInt8]) throws(ReceiptFault) -> [JSONValue] {
        let json: JSONValue
        do {
            json = try JSONValue.parse(document, limits: JSONLimits(depth: 32, bytes: 32 << 20))
        } catch {
            throw ReceiptFault("The file is not JSON. \(error)")
        }
        var receipts: [JSONValue] = []
        for element in json.array ?? [json] {
            let receipt = try receipt(in: element)
            try check(receipt)
            receipts.append(receipt)
        }
        guard !receipts.isEmpty else { throw ReceiptFault("The file holds no receipt.") }
        return receipts
    }

    private func receipt(in json: JSONValue) throws(ReceiptFault) -> JSONValue {
        if json["signature"] != nil { return json }
        guard let inner = json["first"] ?? json["receipt"] else { throw ReceiptFault("The file holds no receipt.") }
        return try receipt(in: inner)
    }

    private func check(_ receipt: JSONValue) throws(ReceiptFault) {
        guard var members = receipt.object, let signature = receipt["signature"]?.string.flatMap(Base64.decodeURL),
            let kid = receipt["kid"]?.string
        else { throw ReceiptFault("The receipt lacks kid or signature.") }
        guard let key = keys[kid] else { throw ReceiptFault("No published key has the id \(kid.prefix(64)).") }
        members.remove("signature")
        guard key.verifies(signature, of: JSONValue.object(members).canonical()) else {
            throw ReceiptFault("The signature does not match: the receipt was changed, or is not ours.")
        }
    }
}

/// Why a receipt does not stand.
package struct ReceiptFault: Error, Hashable, CustomStringConvertible {
    package let description: String

    package init(_ description: String) {
        self.description = description
    }
}
