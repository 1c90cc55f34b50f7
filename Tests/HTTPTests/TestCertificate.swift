import Glibc
import HTTP

/// Self-signed certificates for localhost, made for these tests and good for a hundred years.
struct TestCertificate {
    let directory: String
    var files: TLSFiles { TLSFiles(certificate: directory + "/certificate.pem", key: directory + "/key.pem") }

    init() throws {
        var template = Array("/tmp/relata-http-XXXXXX".utf8CString)
        guard let made = mkdtemp(&template) else { throw TestFailure("no temporary directory") }
        directory = String(cString: made)
        try write(Self.certificate, Self.key)
    }

    /// Puts the second certificate in the place of the first.
    func renew() throws { try write(Self.secondCertificate, Self.secondKey) }

    /// Leaves a key that does not belong to the certificate.
    func mismatch() throws { try write(Self.certificate, Self.secondKey) }

    func remove() {
        unlink(files.certificate)
        unlink(files.key)
        rmdir(directory)
    }

    private func write(_ certificate: String, _ key: String) throws {
        for (path, text) in [(files.certificate, certificate), (files.key, key)] {
            guard let file = fopen(path, "w") else { throw TestFailure("cannot write \(path)") }
            fputs(text, file)
            fclose(file)
        }
    }

    private static let certificate = """
        -----BEGIN CERTIFICATE-----
        MIIBezCCASCgAwIBAgIUSRnoyuOAZAQVX97K8N9FK6H5gt8wCgYIKoZIzj0EAwIw
        FDESMBAGA1UEAwwJbG9jYWxob3N0MCAXDTIwMDEwMTAwMDAwMFoYDzIxMjAwMTAx
        MDAwMDAwWjAUMRIwEAYDVQQDDAlsb2NhbGhvc3QwWTATBgcqhkjOPQIBBggqhkjO
        PQMBBwNCAAQN6Y59Slqw2mPsG8bwhLDdu4SZ9dIcrKr1aJ2Gjer8ehZFYaCvpxyt
        Epr9RWfZe3R5kTZEJZggfRVzmVptwco+o04wTDAaBgNVHREEEzARgglsb2NhbGhv
        c3SHBH8AAAEwDwYDVR0TAQH/BAUwAwEB/zAdBgNVHQ4EFgQUzoCgEZhHwYZQRFyZ
        wJ39GXjpetQwCgYIKoZIzj0EAwIDSQAwRgIhAMlLF5XTaWQ21dmOQrbHpic6rWMh
        m54p2fGuWUgy1gbWAiEA80+/X52w+J21uhtc4DvkfkN/ILEo0PAS7hwVShafygo=
        -----END CERTIFICATE-----

        """

    private static let key = """
        -----BEGIN PRIVATE KEY-----
        MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgCmnxmzJErzBtP+RY
        /jjgOKe8neNJvzcPWMwk4kj3WvmhRANCAAQN6Y59Slqw2mPsG8bwhLDdu4SZ9dIc
        rKr1aJ2Gjer8ehZFYaCvpxytEpr9RWfZe3R5kTZEJZggfRVzmVptwco+
        -----END PRIVATE KEY-----

        """

    private static let secondCertificate = """
        -----BEGIN CERTIFICATE-----
        MIIBejCCASCgAwIBAgIULuV8Fo9Z4dch8bh6p3LtZepcnwcwCgYIKoZIzj0EAwIw
        FDESMBAGA1UEAwwJbG9jYWxob3N0MCAXDTIwMDEwMTAwMDAwMFoYDzIxMjAwMTAx
        MDAwMDAwWjAUMRIwEAYDVQQDDAlsb2NhbGhvc3QwWTATBgcqhkjOPQIBBggqhkjO
        PQMBBwNCAAQOY7pf0iUSoaUUQ8qQVogT8+6pzyL5XFHjh5qOT7LAeWJYSGLCdKtv
        4OjzTp/wT2lTSYdLA5L/f7aDSEysJA3so04wTDAaBgNVHREEEzARgglsb2NhbGhv
        c3SHBH8AAAEwDwYDVR0TAQH/BAUwAwEB/zAdBgNVHQ4EFgQUs5UZXhdF7rRtm5q2
        GN1l1l5s7+IwCgYIKoZIzj0EAwIDSAAwRQIgSc+dbkSRMCKsgh5wBqKE14or/wpn
        IPa7KsnJbqvWnz0CIQDQ/t070u6bxpK5LS4VwG3l5lEbcJt8kgNL05GpOXGBkQ==
        -----END CERTIFICATE-----

        """

    private static let secondKey = """
        -----BEGIN PRIVATE KEY-----
        MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgxjvaz09MaRaECyBz
        asNEj0P4ohqn9Y/MvNwiLeOuUnmhRANCAAQOY7pf0iUSoaUUQ8qQVogT8+6pzyL5
        XFHjh5qOT7LAeWJYSGLCdKtv4OjzTp/wT2lTSYdLA5L/f7aDSEysJA3s
        -----END PRIVATE KEY-----

        """
}
