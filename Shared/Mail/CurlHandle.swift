import CCurl

/// An easy handle of libcurl, which ends with its owner and closes its connection then.
final class CurlHandle {
    private static let started: Bool = curl_global_init(Int(CURL_GLOBAL_DEFAULT)) == CURLE_OK
    private let raw: UnsafeMutableRawPointer

    init() throws(MailError) {
        guard Self.started, let raw = curl_easy_init() else { throw .library }
        self.raw = raw
    }

    deinit { curl_easy_cleanup(raw) }

    func set(_ option: CURLoption, _ value: String) throws(MailError) { try check(ccurl_set_string(raw, option, value)) }
    func set(_ option: CURLoption, _ value: Int) throws(MailError) { try check(ccurl_set_long(raw, option, value)) }
    func set(_ option: CURLoption, _ value: UnsafeMutableRawPointer?) throws(MailError) {
        try check(ccurl_set_pointer(raw, option, value))
    }
    func set(_ option: CURLoption, _ value: UnsafeMutablePointer<curl_slist>?) throws(MailError) {
        try check(ccurl_set_pointer(raw, option, value))
    }
    func set(_ option: CURLoption, _ function: @escaping ccurl_data) throws(MailError) {
        try check(ccurl_set_data(raw, option, function))
    }

    private func check(_ code: CURLcode) throws(MailError) {
        guard code == CURLE_OK else { throw .library }
    }

    func long(_ info: CURLINFO) throws(MailError) -> Int {
        var value = 0
        try check(ccurl_get_long(raw, info, &value))
        return value
    }

    func perform() -> CURLcode { curl_easy_perform(raw) }
}
