import CCurl
import Glibc

/// What is asked of a server of the world.
struct WebRequest: Sendable {
    var method: HTTPMethod
    var url: String
    var fields: HTTPFields
    var body: [UInt8]?
    var timeout: Double
    var maxResponse: Int
    var followsRedirects: Bool
    var publicOnly: Bool
    var userAgent: String
    var caFile: String?
}

/// One request on its way through libcurl.
///
/// Unchecked: once it is handed to the driver, only the driver's thread touches it.
final class WebTransfer: @unchecked Sendable {
    let request: WebRequest
    let continuation: CheckedContinuation<WebResponse, any Error>
    private var list: UnsafeMutablePointer<curl_slist>?
    private var fields = HTTPFields()
    private var received: [UInt8] = []
    private var isTooLarge = false
    private var isKeptOut = false

    init(_ request: WebRequest, _ continuation: CheckedContinuation<WebResponse, any Error>) {
        self.request = request
        self.continuation = continuation
    }

    deinit { curl_slist_free_all(list) }

    /// Sets everything on a fresh handle; the transfer must outlive its use.
    func prepare(_ handle: UnsafeMutableRawPointer) {
        let me = Unmanaged.passUnretained(self).toOpaque()
        ccurl_set_string(handle, CURLOPT_URL, request.url)
        ccurl_set_string(handle, CURLOPT_PROTOCOLS_STR, "http,https")
        ccurl_set_string(handle, CURLOPT_REDIR_PROTOCOLS_STR, "http,https")
        ccurl_set_string(handle, CURLOPT_USERAGENT, request.userAgent)
        ccurl_set_string(handle, CURLOPT_ACCEPT_ENCODING, "")
        if let caFile = request.caFile { ccurl_set_string(handle, CURLOPT_CAINFO, caFile) }
        ccurl_set_long(handle, CURLOPT_NOSIGNAL, 1)
        ccurl_set_long(handle, CURLOPT_HTTP_VERSION, Int(CURL_HTTP_VERSION_1_1))
        ccurl_set_long(handle, CURLOPT_SSLVERSION, Int(CURL_SSLVERSION_TLSv1_2))
        ccurl_set_long(handle, CURLOPT_TIMEOUT_MS, Int(request.timeout * 1000))
        ccurl_set_long(handle, CURLOPT_CONNECTTIMEOUT_MS, Int(min(request.timeout, 10) * 1000))
        ccurl_set_long(handle, CURLOPT_FOLLOWLOCATION, request.followsRedirects ? 1 : 0)
        ccurl_set_long(handle, CURLOPT_MAXREDIRS, 5)
        setMethod(handle)
        setFields(handle)
        if request.publicOnly { keepToPublicAddresses(handle, me) }
        ccurl_set_pointer(handle, CURLOPT_PRIVATE, me)
        ccurl_set_pointer(handle, CURLOPT_WRITEDATA, me)
        ccurl_set_pointer(handle, CURLOPT_HEADERDATA, me)
        ccurl_set_data(handle, CURLOPT_WRITEFUNCTION) { bytes, _, count, context in
            guard let bytes, let context else { return 0 }
            let transfer = Unmanaged<WebTransfer>.fromOpaque(context).takeUnretainedValue()
            return transfer.take(UnsafeRawBufferPointer(start: bytes, count: count)) ? count : 0
        }
        ccurl_set_data(handle, CURLOPT_HEADERFUNCTION) { bytes, _, count, context in
            guard let bytes, let context else { return 0 }
            let transfer = Unmanaged<WebTransfer>.fromOpaque(context).takeUnretainedValue()
            transfer.takeLine(UnsafeRawBufferPointer(start: bytes, count: count))
            return count
        }
    }

    /// Looks at the address itself, after the name was looked up: a name may lead anywhere, and elsewhere the next time.
    private func keepToPublicAddresses(_ handle: UnsafeMutableRawPointer, _ me: UnsafeMutableRawPointer) {
        ccurl_set_pointer(handle, CURLOPT_OPENSOCKETDATA, me)
        ccurl_set_opensocket(handle) { context, _, address in
            guard let context, let address, let offset = MemoryLayout<curl_sockaddr>.offset(of: \.addr) else { return -1 }
            let bytes = UnsafeRawBufferPointer(start: UnsafeRawPointer(address) + offset, count: Int(address.pointee.addrlen))
            guard PublicAddress.contains(bytes) else {
                Unmanaged<WebTransfer>.fromOpaque(context).takeUnretainedValue().isKeptOut = true
                return -1
            }
            let descriptor = socket(address.pointee.family, address.pointee.socktype, address.pointee.protocol)
            if descriptor >= 0 { _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC) }
            return descriptor
        }
    }

    private func setMethod(_ handle: UnsafeMutableRawPointer) {
        if let body = request.body {
            ccurl_set_long(handle, CURLOPT_POST, 1)
            ccurl_set_long(handle, CURLOPT_POSTFIELDSIZE, body.count)
            // Copied by curl; an empty array has no address to copy from, but a literal has.
            (body.isEmpty ? [0] : body).withUnsafeBytes {
                _ = ccurl_set_pointer(handle, CURLOPT_COPYPOSTFIELDS, UnsafeMutableRawPointer(mutating: $0.baseAddress))
            }
        } else if request.method == .head {
            ccurl_set_long(handle, CURLOPT_NOBODY, 1)
        }
        if request.method != .head { ccurl_set_string(handle, CURLOPT_CUSTOMREQUEST, request.method.rawValue) }
    }

    private func setFields(_ handle: UnsafeMutableRawPointer) {
        // curl would wait for 100 Continue on larger bodies, and send a form's content type.
        for line in ["Expect:"] + (request.fields["content-type"] == nil ? ["Content-Type:"] : []) {
            list = curl_slist_append(list, line)
        }
        for (name, value) in request.fields { list = curl_slist_append(list, value.isEmpty ? "\(name);" : "\(name): \(value)") }
        ccurl_set_pointer(handle, CURLOPT_HTTPHEADER, list)
    }

    private func take(_ bytes: UnsafeRawBufferPointer) -> Bool {
        isTooLarge = received.count + bytes.count > request.maxResponse
        if !isTooLarge { received.append(contentsOf: bytes) }
        return !isTooLarge
    }

    private func takeLine(_ bytes: UnsafeRawBufferPointer) {
        let line = String(decoding: bytes, as: UTF8.self)
        if line.hasPrefix("HTTP/") {
            fields = HTTPFields()  // of the last response, when there are interim ones or redirects
        } else if let colon = line.utf8.firstIndex(of: 0x3a) {
            let value = line[colon...].dropFirst().filter { !$0.isNewline }
            fields.append(String(line[..<colon]), String(value))
        }
    }

    func finish(_ handle: UnsafeMutableRawPointer, _ result: CURLcode) {
        guard result == CURLE_OK else {
            continuation.resume(throwing: error(result))
            return
        }
        var status = 0
        ccurl_get_long(handle, CURLINFO_RESPONSE_CODE, &status)
        continuation.resume(returning: WebResponse(status: status, fields: fields, body: received))
    }

    private func error(_ result: CURLcode) -> WebError {
        let kind: WebError.Kind =
            switch result {
            case CURLE_WRITE_ERROR where isTooLarge: .tooLarge
            case _ where isKeptOut: .privateAddress
            case CURLE_UNSUPPORTED_PROTOCOL, CURLE_URL_MALFORMAT: .invalidRequest
            case CURLE_COULDNT_RESOLVE_HOST, CURLE_COULDNT_CONNECT: .unreachable
            case CURLE_OPERATION_TIMEDOUT: .timeout
            case CURLE_PEER_FAILED_VERIFICATION, CURLE_SSL_CONNECT_ERROR, CURLE_SSL_CACERT_BADFILE: .untrusted
            default: .broken
            }
        return WebError(kind: kind, detail: String(cString: curl_easy_strerror(result)))
    }
}
