import Core
import Crypto
import JSON
import TestKit
import Testing

@testable import Passkeys

@Suite struct AssertionTests {
    typealias Saying = SoftAuthenticator.Saying

    @Test(arguments: SoftAuthenticator.Kind.allCases) func `takes what the passkey signed`(kind: SoftAuthenticator.Kind) throws {
        let bench = try PasskeyBench(kind, counts: true)
        let known = try bench.known()
        let first = try bench.assert(known)
        #expect(first.isVerified && !first.isBackedUp && first.signCount == 3)
        #expect(try bench.assert(known).signCount == 4)
        // As a second factor it need not make sure of the person, and he is known already.
        let second = try bench.assert(known, namesUser: false, demandsVerification: false) {
            $0.flags = 0x01
            $0.userHandle = nil
        }
        #expect(!second.isVerified)
    }

    private static let lies: [(PasskeyFault, @Sendable (inout Saying) -> Void)] = [
        (.type, { $0.type = "webauthn.create" }), (.challenge, { $0.challenge = Base64.encodeURL(SecureRandom.bytes(32)) }),
        (.origin, { $0.origin = "https://evil.example" }), (.origin, { $0.crossOrigin = true }),
        (.origin, { $0.topOrigin = "https://crm.example" }), (.site, { $0.site = "evil.example" }),
        (.presence, { $0.flags = 0x04 }), (.verification, { $0.flags = 0x01 }), (.backup, { $0.flags = 0x0d }),
        (.backup, { $0.flags = 0x15 }), (.owner, { $0.userHandle = nil }),
        (.owner, { $0.userHandle = Base64.encodeURL([UInt8](repeating: 8, count: 16)) }), (.malformed, { $0.trailing = [0xa0] }),
        (.malformed, { $0.flags |= 0x40 }), (.malformed, { $0.spoil = { Array($0.dropLast()) } }),
        (.malformed, { $0.spoil = { $0 + [0] } }),
        (
            .signature,
            {
                $0.spoil = { data in
                    var data = data
                    data[36] ^= 1
                    return data
                }
            }
        ),
    ]

    @Test(arguments: lies.indices) func `refuses every lie`(index: Int) throws {
        let (fault, lie) = Self.lies[index]
        let bench = try PasskeyBench()
        let known = try bench.known()
        #expect(throws: fault) { try bench.assert(known, lie) }
        _ = try bench.assert(known)
    }

    @Test(arguments: SoftAuthenticator.Kind.allCases) func `refuses the signature of another key, and what is no signature`(
        kind: SoftAuthenticator.Kind
    ) throws {
        let (bench, other) = (try PasskeyBench(kind), try PasskeyBench(kind))
        let foreign = try other.known()
        let known = try bench.known()
        #expect(throws: PasskeyFault.signature) { try bench.assert(foreign) }
        for signature in [[0], [UInt8](repeating: 0, count: 64), [UInt8](repeating: 0xff, count: 256)] as [[UInt8]] {
            let answer = try bench.authenticator.assert(try bench.request)
            var (object, inner) = (answer.object ?? JSONObject(), answer["response"]?.object ?? JSONObject())
            inner.set("signature", .string(Base64.encodeURL(signature)))
            object.set("response", .object(inner))
            let response = try PasskeyBench.read(AssertionResponse.self, .object(object))
            #expect(throws: PasskeyFault.signature) {
                try bench.site.verify(
                    response, challenge: bench.challenge, of: known, namesUser: true, demandsVerification: true)
            }
        }
    }

    /// Keys of one kind must not be taken for another's.
    @Test func `refuses a key that was spoiled where it is kept`() throws {
        let bench = try PasskeyBench()
        let known = try bench.known()
        let cut = KnownCredential(
            publicKey: Array(known.publicKey.dropLast()), canBeBackedUp: false, userHandle: PasskeyBench.handle)
        #expect(throws: PasskeyFault.malformed) { try bench.assert(cut) }
        let moved = KnownCredential(
            publicKey: known.publicKey.dropLast() + [(known.publicKey.last ?? 0) ^ 1], canBeBackedUp: false,
            userHandle: PasskeyBench.handle)
        #expect(throws: PasskeyFault.key) { try bench.assert(moved) }
    }

    @Test(arguments: [
        "", "{", "[]", "{}", #"{"type":"webauthn.get","challenge":"AA"}"#,
        #"{"type":"webauthn.get","challenge":7,"origin":"https://crm.example"}"#,
        #"{"type":"webauthn.get","challenge":"AA","origin":"https://crm.example","crossOrigin":"false"}"#,
        #"{"type":"a","type":"webauthn.get","challenge":"AA","origin":"https://crm.example"}"#,
    ])
    func `refuses client data that says too little or twice`(text: String) {
        #expect(throws: PasskeyFault.malformed) { try ClientData(Array(text.utf8)) }
    }

    @Test func `client data may say more, and not without end`() throws {
        let more = #"{"type":"webauthn.get","challenge":"AA","origin":"https://crm.example","crossOrigin":false,"other":"PAD"}"#
        #expect(try ClientData(Array(more.utf8)).challenge == [0])
        let long = more.replacing("PAD", with: String(repeating: "x", count: 4096))
        #expect(throws: PasskeyFault.malformed) { try ClientData(Array(long.utf8)) }
    }

    @Test(arguments: [
        (0, 0, false), (0, 1, false), (1, 2, false), (1, 1, true), (2, 1, true), (1, 0, true), (5, 4_294_967_295, false),
    ])
    func `who counts must count upwards`(known: Int, new: Int, isCopy: Bool) {
        #expect(SignCount.tellsCopy(known: Int64(known), new: Int64(new)) == isCopy)
    }
}
