import Core
import Crypto
import JSON
import TestKit
import Testing

@testable import Passkeys

@Suite struct RegistrationTests {
    typealias Saying = SoftAuthenticator.Saying

    @Test(arguments: SoftAuthenticator.Kind.allCases, ["none", "packed"])
    func `takes a passkey of each kind, attested by itself or not at all`(kind: SoftAuthenticator.Kind, format: String) throws {
        let bench = try PasskeyBench(kind)
        let made = try bench.register({ $0 }) {
            $0.format = format
            $0.flags |= 0x18
        }
        #expect(made.id == bench.authenticator.id && made.publicKey == bench.authenticator.key)
        #expect(made.signCount == 0 && made.canBeBackedUp && made.isBackedUp)
    }

    @Test func `asks for what it takes, and for nothing about the authenticator`() throws {
        let bench = try PasskeyBench()
        let options = try bench.creation
        #expect(options["rp"]?["id"] == "crm.example" && options["attestation"] == "none")
        #expect(options["challenge"]?.string == Base64.encodeURL(bench.challenge))
        #expect(options["user"]?["id"]?.string == Base64.encodeURL(PasskeyBench.handle))
        #expect(options["pubKeyCredParams"]?.array?.compactMap { $0["alg"]?.int } == [-7, -8, -257])
        #expect(options["authenticatorSelection"]?["userVerification"] == "required")
        #expect(options["authenticatorSelection"]?["residentKey"] == "required")
        let known = CredentialDescriptor(id: [1, 2, 3], transports: ["usb"])
        let more = CreationOptions(
            site: bench.site, challenge: bench.challenge, handle: [1], login: "a", name: "A", known: [known])
        let excluded = try JSONValue.parse(more.json())["excludeCredentials"]
        #expect(excluded == [["type": "public-key", "id": "AQID", "transports": ["usb"]]])
    }

    private static let lies: [(PasskeyFault, @Sendable (inout Saying) -> Void)] = [
        (.type, { $0.type = "webauthn.get" }),
        (.challenge, { $0.challenge = Base64.encodeURL(SecureRandom.bytes(32)) }),
        (.challenge, { $0.challenge = "" }), (.malformed, { $0.challenge = "not base64!" }),
        (.origin, { $0.origin = "https://crm.example.evil.example" }), (.origin, { $0.origin = "http://crm.example" }),
        (.origin, { $0.origin = "https://crm.example:8443" }), (.origin, { $0.origin = "https://CRM.example" }),
        (.origin, { $0.crossOrigin = true }), (.origin, { $0.topOrigin = "https://evil.example" }),
        (.site, { $0.site = "evil.example" }), (.site, { $0.site = "example" }),
        (.presence, { $0.flags = 0x44 }), (.verification, { $0.flags = 0x41 }), (.backup, { $0.flags |= 0x10 }),
        (.malformed, { $0.flags = 0x05 }), (.malformed, { $0.trailing = [0] }), (.malformed, { $0.flags |= 0x80 }),
        (.malformed, { ($0.flags, $0.trailing) = ($0.flags | 0x80, [0x01]) }),
        (.malformed, { $0.spoil = { Array($0.dropLast()) } }), (.malformed, { $0.spoil = { Array($0.prefix(37)) } }),
        (.malformed, { $0.spoil = { Array($0.prefix(60)) } }), (.malformed, { $0.spoil = { _ in [] } }),
        (.malformed, { $0.trailing = [UInt8](repeating: 0, count: 5000) }),
        (.attestation, { $0.format = "fido-u2f" }), (.attestation, { $0.format = "android-safetynet" }),
        (.attestation, { $0.statement = CBORText.map([(CBORText.text("sig"), CBORText.bytes([1]))]) }),
        (.attestation, { ($0.format, $0.statement) = ("packed", CBORText.map([])) }),
        (.malformed, { $0.statement = CBORText.integer(1) }),
    ]

    @Test(arguments: lies.indices) func `refuses every lie`(index: Int) throws {
        let (fault, lie) = Self.lies[index]
        let bench = try PasskeyBench()
        #expect(throws: fault) { try bench.register({ $0 }, lie) }
        _ = try bench.register()
    }

    /// The signature of the new key covers all that is said.
    @Test(arguments: SoftAuthenticator.Kind.allCases) func `refuses an attestation that something was changed of`(
        kind: SoftAuthenticator.Kind
    ) throws {
        let bench = try PasskeyBench(kind)
        #expect(throws: PasskeyFault.attestation) {
            try bench.register({ $0 }) {
                $0.format = "packed"
                $0.spoil = { data in
                    var data = data
                    data[36] ^= 1
                    return data
                }
            }
        }
        #expect(throws: PasskeyFault.attestation) {
            try bench.register({ $0 }) {
                $0.format = "packed"
                $0.statement = CBORText.map([
                    (CBORText.text("alg"), CBORText.integer(-7)), (CBORText.text("sig"), CBORText.bytes([0x30, 0x00])),
                ])
            }
        }
        // A certificate says which model it is: not asked for, so not believed.
        #expect(throws: PasskeyFault.attestation) {
            try bench.register({ $0 }) {
                $0.format = "packed"
                $0.statement = CBORText.map([
                    (CBORText.text("alg"), CBORText.integer(-7)), (CBORText.text("sig"), CBORText.bytes([1])),
                    (CBORText.text("x5c"), CBORText.map([])),
                ])
            }
        }
    }

    /// Whatever is cut off or changed by one bit, nothing of it is believed, and nothing of it breaks the reader.
    @Test func `refuses every answer that a bit was changed of, and every one that is cut off`() throws {
        let bench = try PasskeyBench()
        let answer = try bench.authenticator.register(try bench.creation) { $0.format = "packed" }
        let whole = try #require(answer["response"]?["attestationObject"]?.string.flatMap(Base64.decodeURL))
        func verify(_ attestation: [UInt8]) throws {
            var (object, inner) = (answer.object ?? JSONObject(), answer["response"]?.object ?? JSONObject())
            inner.set("attestationObject", .string(Base64.encodeURL(attestation)))
            object.set("response", .object(inner))
            let response = try PasskeyBench.read(RegistrationResponse.self, .object(object))
            _ = try bench.site.verify(response, challenge: bench.challenge)
        }
        try verify(whole)
        for index in whole.indices {
            var changed = whole
            changed[index] ^= 1 << UInt8(index % 8)
            #expect(throws: PasskeyFault.self, "byte \(index)") { try verify(changed) }
            if index > 0 { #expect(throws: PasskeyFault.self, "\(index) bytes") { try verify(Array(whole[..<index])) } }
        }
        #expect(throws: PasskeyFault.malformed) { try verify(whole + [0]) }
    }

    private static let point = [UInt8](repeating: 1, count: 32)

    @Test(
        arguments: [
            (.key, [(1, 2), (3, -7), (-1, 1), (-2, nil), (-3, nil)]), (.algorithm, [(1, 2), (3, -35), (-1, 2)]),
            (.algorithm, [(1, 2), (-1, 1)]), (.key, [(1, 1), (3, -7), (-1, 1), (-2, nil), (-3, nil)]),
            (.key, [(1, 2), (3, -7), (-1, 2), (-2, nil), (-3, nil)]), (.key, [(1, 2), (3, -7), (-1, 1), (-2, nil)]),
            (.key, [(1, 3), (3, -257), (-1, nil), (-2, nil)]), (.algorithm, []),
        ] as [(PasskeyFault, [(Int, Int?)])])
    func `refuses a key that is none, or of another kind`(fault: PasskeyFault, members: [(Int, Int?)]) throws {
        let bench = try PasskeyBench()
        let key = CBORText.map(
            members.map { (CBORText.integer($0.0), $0.1.map { CBORText.integer($0) } ?? CBORText.bytes(Self.point)) })
        #expect(throws: fault) { try bench.register({ $0 }) { $0.key = key } }
    }

    @Test func `refuses an id that is not the one of the data`() throws {
        let (bench, other) = (try PasskeyBench(), try SoftAuthenticator())
        #expect(throws: PasskeyFault.malformed) {
            try bench.register({ answer in
                var object = answer.object ?? JSONObject()
                object.set("id", .string(other.idText))
                return .object(object)
            })
        }
    }

    @Test func `reads what browsers send and bounds it`() throws {
        let bench = try PasskeyBench()
        let answer = try bench.authenticator.register(try bench.creation) { $0.transports = ["internal", "USB!", "hybrid"] }
        #expect(try PasskeyBench.read(RegistrationResponse.self, answer).transports == ["internal", "hybrid"])
        func refuses(_ pointer: String, _ value: JSONValue) {
            var (object, inner) = (answer.object ?? JSONObject(), answer["response"]?.object ?? JSONObject())
            if answer["response"]?[pointer] != nil { inner.set(pointer, value) } else { object.set(pointer, value) }
            object.set("response", .object(inner))
            if pointer == "response" { object.set(pointer, value) }
            #expect(throws: Refusal.self, "\(pointer)") {
                try PasskeyBench.read(RegistrationResponse.self, .object(object))
            }
        }
        refuses("id", "")
        refuses("id", "AA==")
        refuses("id", .string(Base64.encodeURL([UInt8](repeating: 1, count: 1024))))
        refuses("type", "password")
        refuses("response", [])
        refuses("clientDataJSON", .string(String(repeating: "A", count: 6000)))
        refuses("attestationObject", .string(String(repeating: "A", count: 12000)))
        refuses("attestationObject", "+/")
    }
}

@Suite struct PasskeySiteTests {
    @Test(
        arguments: [
            ("crm.example.com", 443, true, "crm.example.com", "https://crm.example.com"),
            ("crm.example.com", 8443, true, "crm.example.com", "https://crm.example.com:8443"),
            ("localhost", 8080, false, "localhost", "http://localhost:8080"),
            ("127.0.0.1", 80, false, "localhost", "http://localhost"),
            ("[::1]", 8443, true, "localhost", "https://localhost:8443"),
            ("crm", 443, true, "crm", "https://crm"), ("crm.example.com", 80, false, nil, ""), ("192.0.2.7", 443, true, nil, ""),
            ("[2001:db8::7]", 443, true, nil, ""), ("", 443, true, nil, ""),
        ] as [(String, Int, Bool, String?, String)])
    func `is a name over HTTPS, or this computer`(host: String, port: Int, isSecure: Bool, id: String?, origin: String) {
        let site = PasskeySite(host: host, port: port, isSecure: isSecure)
        #expect(site?.id == id && site?.origin ?? "" == origin)
    }
}
