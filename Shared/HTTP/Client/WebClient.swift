/// HTTP to the world, over libcurl: webhooks, sign-in providers, tools. Only http and https; certificates are always verified;
/// connections are kept. Transfers run on a thread of the client's own, so waiting for one blocks nothing.
package final class WebClient: Sendable {
    private let userAgent: String
    private let caFile: String?
    private let driver = WebDriver()

    /// The system's authorities are trusted, or only those in `caFile` (PEM).
    package init(userAgent: String, caFile: String? = nil) {
        self.userAgent = userAgent
        self.caFile = caFile
    }

    deinit { driver.stop() }

    /// Any status is an answer; without one a `WebError` is thrown, or `CancellationError` when the task is cancelled. A compressed body
    /// is unpacked; `maxResponse` holds for what comes out. Redirects are answers too unless they are to be followed. With `publicOnly`
    /// no connection is made to an address that is not of the public internet, whatever name led to it.
    package func send(
        _ method: HTTPMethod, _ url: String, fields: [(String, String)] = [], body: [UInt8]? = nil, timeoutSeconds: Double = 30,
        maxResponse: Int = 1 << 20, followsRedirects: Bool = false, publicOnly: Bool = false
    ) async throws -> WebResponse {
        let fields = HTTPFields(fields)
        if let name = fields.invalidName { throw WebError(kind: .invalidRequest, detail: "the field \(name) is malformed") }
        guard !url.utf8.contains(where: { $0 <= 0x20 || $0 == 0x7f }) else {
            throw WebError(kind: .invalidRequest, detail: "the address is malformed")
        }
        let request = WebRequest(
            method: method, url: url, fields: fields, body: body, timeout: timeoutSeconds, maxResponse: maxResponse,
            followsRedirects: followsRedirects, publicOnly: publicOnly, userAgent: userAgent, caFile: caFile)
        try Task.checkCancellation()
        let number = driver.number()
        return try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { continuation in
                driver.start(WebTransfer(request, continuation), number)
                if Task.isCancelled { driver.cancel(number) }
            }
        } onCancel: {
            driver.cancel(number)
        }
    }
}
