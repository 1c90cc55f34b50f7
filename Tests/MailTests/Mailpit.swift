import Glibc
import TestKit

/// A real mail server that keeps what it gets, run for one test; ends with it.
final class Mailpit {
    let smtp: Int
    let certificate: String?
    private let http: Int
    private let process: pid_t

    struct Failure: Error, CustomStringConvertible {
        let description: String
    }

    /// Beside the checkout, where a workplace keeps its tools.
    static let path: String = {
        let checkout = #filePath.split(separator: "/").dropLast(3).joined(separator: "/")
        return "/" + checkout + "/../shared/mail/mailpit"
    }()

    static var isPresent: Bool { access(path, X_OK) == 0 }
    static var hasOpenSSL: Bool { access("/usr/bin/openssl", X_OK) == 0 }

    /// With `tls`, STARTTLS is demanded and the certificate made here is the only one to trust.
    init(tls: Bool = false) throws {
        smtp = Int(try FreePorts.first())
        http = Int(try FreePorts.first())
        var arguments = [
            Self.path, "--smtp", "127.0.0.1:\(smtp)", "--listen", "127.0.0.1:\(http)", "--enable-chaos", "--quiet",
            "--disable-version-check",
        ]
        certificate = tls ? "/tmp/relata-mailpit-\(smtp).crt" : nil
        if let certificate {
            let key = certificate + ".key"
            let request = [
                "/usr/bin/openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=localhost",
                "-addext",
                "subjectAltName=DNS:localhost", "-keyout", key, "-out", certificate,
            ]
            var status: Int32 = 0
            waitpid(try Self.spawn(request), &status, 0)
            guard status == 0 else { throw Failure(description: "openssl made no certificate") }
            arguments += [
                "--smtp-tls-cert", certificate, "--smtp-tls-key", key, "--smtp-require-starttls", "--smtp-auth-accept-any",
            ]
        }
        process = try Self.spawn(arguments)
        let deadline = time(nil) + 20
        while try get("/livez").isEmpty {
            guard time(nil) < deadline else { throw Failure(description: "mailpit did not start") }
            usleep(20_000)
        }
    }

    deinit {
        kill(process, SIGKILL)
        waitpid(process, nil, 0)
        if let certificate {
            unlink(certificate)
            unlink(certificate + ".key")
        }
    }

    /// The answer's head and body; empty when nothing listens yet.
    func get(_ path: String) throws -> String {
        try request("GET \(path) HTTP/1.0\r\n\r\n")
    }

    func put(_ path: String, _ body: String) throws -> String {
        try request("PUT \(path) HTTP/1.0\r\nContent-Type: application/json\r\nContent-Length: \(body.utf8.count)\r\n\r\n\(body)")
    }

    private func request(_ text: String) throws -> String {
        let connection = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        guard connection >= 0 else { throw Failure(description: "no socket") }
        defer { close(connection) }
        guard Self.withAddress(http, { connect(connection, $0, $1) }) == 0 else { return "" }
        let bytes = Array(text.utf8)
        _ = send(connection, bytes, bytes.count, Int32(MSG_NOSIGNAL))
        var answer: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 16_384)
        while case let count = recv(connection, &buffer, buffer.count, 0), count > 0 { answer += buffer[..<count] }
        return String(decoding: answer, as: UTF8.self)
    }

    private static func withAddress(_ port: Int, _ body: (UnsafePointer<sockaddr>, socklen_t) -> Int32) -> Int32 {
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = in_port_t(port).bigEndian
        address.sin_addr.s_addr = UInt32(0x7f00_0001).bigEndian
        return withUnsafePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { body($0, socklen_t(MemoryLayout<sockaddr_in>.size)) }
        }
    }

    private static func spawn(_ arguments: [String]) throws -> pid_t {
        var files = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&files)
        posix_spawn_file_actions_addopen(&files, 1, "/dev/null", O_WRONLY, 0)
        posix_spawn_file_actions_addopen(&files, 2, "/dev/null", O_WRONLY, 0)
        defer { posix_spawn_file_actions_destroy(&files) }
        var list: [UnsafeMutablePointer<CChar>?] = arguments.map { strdup($0) }
        list.append(nil)
        defer { for item in list { free(item) } }
        var process: pid_t = 0
        guard posix_spawn(&process, arguments[0], &files, nil, list, environ) == 0 else {
            throw Failure(description: "not started")
        }
        return process
    }
}
