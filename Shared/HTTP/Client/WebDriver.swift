import CCurl
import Synchronization

/// The thread that drives all transfers of a `WebClient`, on one curl multi handle, which keeps the connections.
///
/// Unchecked: the multi handle and the transfers belong to the thread; other threads only post to the inbox and call
/// `curl_multi_wakeup`, which is made for that.
final class WebDriver: @unchecked Sendable {
    private struct Inbox {
        var started: [Int: WebTransfer] = [:]
        var cancelled: [Int] = []
        var next = 0
        var isStopping = false
    }

    private let multi: UnsafeMutableRawPointer
    private let inbox = Mutex(Inbox())
    private var running: [Int: (handle: UnsafeMutableRawPointer, transfer: WebTransfer)] = [:]
    private var idle: [UnsafeMutableRawPointer] = []

    private static let isReady: Bool = curl_global_init(Int(CURL_GLOBAL_DEFAULT)) == CURLE_OK

    init() {
        precondition(Self.isReady, "libcurl cannot be set up")
        multi = curl_multi_init()
        startThread { self.run() }
    }

    /// A number to cancel by; given before the transfer is started.
    func number() -> Int {
        inbox.withLock { inbox in
            inbox.next += 1
            return inbox.next
        }
    }

    func start(_ transfer: WebTransfer, _ number: Int) {
        inbox.withLock { $0.started[number] = transfer }
        curl_multi_wakeup(multi)
    }

    func cancel(_ number: Int) {
        inbox.withLock { $0.cancelled.append(number) }
        curl_multi_wakeup(multi)
    }

    func stop() {
        inbox.withLock { $0.isStopping = true }
        curl_multi_wakeup(multi)
    }

    private func run() {
        while true {
            let posted = inbox.withLock { inbox in
                defer { (inbox.started, inbox.cancelled) = ([:], []) }
                return inbox
            }
            for (number, transfer) in posted.started { begin(transfer, number) }
            for number in posted.cancelled { end(number) { $1.continuation.resume(throwing: CancellationError()) } }
            if posted.isStopping, running.isEmpty { break }
            var count: Int32 = 0
            curl_multi_perform(multi, &count)
            reap()
            curl_multi_poll(multi, nil, 0, 1000, nil)
        }
        for handle in idle { curl_easy_cleanup(handle) }
        curl_multi_cleanup(multi)
    }

    private func begin(_ transfer: WebTransfer, _ number: Int) {
        guard let handle = idle.popLast() ?? curl_easy_init() else {
            transfer.continuation.resume(throwing: WebError(kind: .broken, detail: "libcurl has no memory"))
            return
        }
        transfer.prepare(handle)
        running[number] = (handle, transfer)
        curl_multi_add_handle(multi, handle)
    }

    private func reap() {
        var result = CURLE_OK
        while let handle = ccurl_next_done(multi, &result) {
            guard let number = running.first(where: { $0.value.handle == handle })?.key else { continue }
            end(number) { $1.finish($0, result) }
        }
    }

    private func end(_ number: Int, _ finish: (UnsafeMutableRawPointer, WebTransfer) -> Void) {
        guard let (handle, transfer) = running.removeValue(forKey: number) else { return }
        curl_multi_remove_handle(multi, handle)
        finish(handle, transfer)
        curl_easy_reset(handle)
        if idle.count < 16 { idle.append(handle) } else { curl_easy_cleanup(handle) }
    }
}
