/// What a server of the world answered.
package struct WebResponse: Sendable {
    package let status: Int
    package let fields: HTTPFields
    package let body: [UInt8]

    package init(status: Int, fields: HTTPFields, body: [UInt8]) {
        (self.status, self.fields, self.body) = (status, fields, body)
    }
}

/// Why there is no answer. The detail names no more than the library's own constant words.
package struct WebError: Error, Sendable, CustomStringConvertible {
    package enum Kind: Sendable {
        /// The address or a field cannot be sent.
        case invalidRequest
        /// The name is not known, or nobody listens there.
        case unreachable
        /// The name leads to an address of a private network, which was not to be asked.
        case privateAddress
        /// The certificate is not to be trusted, or TLS failed.
        case untrusted
        case timeout
        case tooLarge
        /// The connection broke or what came was no HTTP.
        case broken
    }

    package let kind: Kind
    package let detail: String

    package var description: String { detail }
}
