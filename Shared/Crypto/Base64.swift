import CSodium

/// Base64 of RFC 4648: §4 with padding, and §5 (`URL`) without, as JOSE and tokens use it.
///
/// Decoding takes exactly what encoding gives: no spaces, no other padding, no stray bits at the end; anything else is `nil`.
package enum Base64 {
    package static func encode(_ bytes: [UInt8]) -> String {
        encode(bytes, sodium_base64_VARIANT_ORIGINAL)
    }

    package static func decode(_ text: String) -> [UInt8]? {
        decode(text, sodium_base64_VARIANT_ORIGINAL)
    }

    package static func encodeURL(_ bytes: [UInt8]) -> String {
        encode(bytes, sodium_base64_VARIANT_URLSAFE_NO_PADDING)
    }

    package static func decodeURL(_ text: some StringProtocol) -> [UInt8]? {
        decode(String(text), sodium_base64_VARIANT_URLSAFE_NO_PADDING)
    }

    private static func encode(_ bytes: [UInt8], _ variant: Int32) -> String {
        // The length counts the zero byte that ends the text.
        var chars = [CChar](repeating: 0, count: sodium_base64_encoded_len(bytes.count, variant))
        sodium_bin2base64(&chars, chars.count, bytes, bytes.count, variant)
        return String(decoding: chars.dropLast().lazy.map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }

    private static func decode(_ text: String, _ variant: Int32) -> [UInt8]? {
        var bytes = [UInt8](repeating: 0, count: text.utf8.count / 4 * 3 + 3)
        var count = 0
        guard sodium_base642bin(&bytes, bytes.count, text, text.utf8.count, nil, &count, nil, variant) == 0 else { return nil }
        bytes.removeLast(bytes.count - count)
        return bytes
    }
}
