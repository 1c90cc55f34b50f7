/// Where mail is handed over, and how.
package struct SMTPSettings: Sendable {
    package enum Security: String, Sendable {
        /// In the clear: for a server on the same machine.
        case none
        /// Begins in the clear and must change to TLS; a server that cannot is not used.
        case startTLS = "starttls"
        /// TLS from the first byte.
        case tls
    }

    package let host: String
    package let port: Int
    package let security: Security
    package var username: String?
    package var password: String?
    /// The name given in EHLO: this machine's, as the world knows it.
    package var helo: String
    /// Certificates to trust instead of the system's, in PEM.
    package var caFile: String?
    /// Seconds for connecting, TLS included.
    package var connectTimeout: Double
    /// Seconds for handing over one message, connecting included.
    package var timeout: Double
    /// How many messages may be under way at once; each has its connection, which is kept and used again.
    package var connections: Int

    package init(
        host: String, port: Int, security: Security, username: String? = nil, password: String? = nil, helo: String,
        caFile: String? = nil, connectTimeout: Double = 10, timeout: Double = 60, connections: Int = 1
    ) {
        self.host = host
        self.port = port
        self.security = security
        self.username = username
        self.password = password
        self.helo = helo
        self.caFile = caFile
        self.connectTimeout = connectTimeout
        self.timeout = timeout
        self.connections = connections
    }

    func url() throws(MailError) -> String {
        func isName(_ text: String) -> Bool {
            !text.isEmpty && text.utf8.count <= 253
                && text.utf8.allSatisfy {
                    (0x30...0x39).contains($0) || (0x61...0x7a).contains($0 | 0x20) || $0 == 0x2d || $0 == 0x2e
                }
        }
        let isAddress =
            host.contains(":")
            && host.utf8.allSatisfy { $0 == 0x3a || $0 == 0x2e || ($0 < 0x80 && Character(.init($0)).isHexDigit) }
        guard isName(host) || isAddress else { throw .setting("host") }
        guard (1...65_535).contains(port) else { throw .setting("port") }
        guard isName(helo) else { throw .setting("helo") }
        guard connections >= 1 else { throw .setting("connections") }
        return "\(security == .tls ? "smtps" : "smtp")://\(isAddress ? "[\(host)]" : host):\(port)/\(helo)"
    }
}
