import Glibc

/// The Date field as it goes on the wire, made once a second.
struct DateLine {
    private var second = -1
    private(set) var bytes: [UInt8] = []

    @inline(__always) mutating func refresh() {
        var time = timespec()
        clock_gettime(CLOCK_REALTIME_COARSE, &time)
        if time.tv_sec != second { write(time.tv_sec) }
    }

    private mutating func write(_ now: Int) {
        second = now
        var parts = tm()
        var seconds = now
        gmtime_r(&seconds, &parts)
        bytes = withUnsafeTemporaryAllocation(of: CChar.self, capacity: 64) { text in
            let count = strftime(text.baseAddress!, 64, "Date: %a, %d %b %Y %H:%M:%S GMT\r\n", &parts)
            return text[..<count].map { UInt8(bitPattern: $0) }
        }
    }
}
