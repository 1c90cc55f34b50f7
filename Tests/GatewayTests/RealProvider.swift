import Core
import Glibc
import HTTP
import TestKit

/// A real OpenID provider in a process of its own: oidc-provider-mock, which `Shared/Scripts/install test` puts into `.build`.
final class RealProvider {
    /// Says once why there is none.
    static let isPresent: Bool = {
        if access(path, X_OK) == 0 { return true }
        print("Tests against a real OpenID provider are skipped: \(path) is missing.")
        return false
    }()

    private static let path: String = {
        let checkout = #filePath.split(separator: "/").dropLast(3).joined(separator: "/")
        return "/\(checkout)/.build/oidc-provider/bin/oidc-provider-mock"
    }()

    let issuer: String
    private let web = WebClient(userAgent: "relata-tests")
    private let process: pid_t

    /// `person` are the claims of somebody who can sign in there, as JSON.
    init(_ person: String) async throws {
        let port = try FreePorts.first()
        issuer = "http://127.0.0.1:\(port)"
        process = try Self.spawn([Self.path, "-p", "\(port)", "--require-nonce", "true", "--user-claims", person])
        try await eventually("the provider answers") {
            (try? await web.send(.get, issuer + "/.well-known/openid-configuration"))?.status == 200
        }
    }

    deinit {
        kill(process, SIGKILL)
        waitpid(process, nil, 0)
    }

    /// Signs in at the address that a browser was sent to; where it is sent back to.
    func enter(_ address: String, as subject: String) async throws -> String? {
        let answer = try await web.send(
            .post, address, fields: [("Content-Type", "application/x-www-form-urlencoded")], body: Array("sub=\(subject)".utf8))
        return answer.fields["Location"]
    }

    private static func spawn(_ arguments: [String]) throws -> pid_t {
        var files = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&files)
        for descriptor in [Int32(1), 2] { posix_spawn_file_actions_addopen(&files, descriptor, "/dev/null", O_WRONLY, 0) }
        defer { posix_spawn_file_actions_destroy(&files) }
        var list: [UnsafeMutablePointer<CChar>?] = arguments.map { strdup($0) }
        list.append(nil)
        defer { for item in list { free(item) } }
        var process: pid_t = 0
        guard posix_spawn(&process, arguments[0], &files, nil, list, environ) == 0 else {
            throw TestSetupError("\(arguments[0]) does not start")
        }
        return process
    }
}
