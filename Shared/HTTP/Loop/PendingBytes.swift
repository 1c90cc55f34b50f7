/// What a socket has not taken yet. A large array is kept as it is and not copied.
struct PendingBytes {
    private var bytes: [UInt8] = []
    private var offset = 0

    var isEmpty: Bool { offset == bytes.count }

    mutating func append(_ more: UnsafeRawBufferPointer) {
        bytes.append(contentsOf: more)
    }

    mutating func append(_ more: [UInt8], from start: Int) {
        if isEmpty {
            bytes = more
            offset = start
        } else {
            bytes += more[start...]
        }
    }

    /// Gives all of it to `send`, which returns how much it took.
    mutating func advance(_ send: (UnsafeRawBufferPointer) -> Int) -> Int {
        let count = bytes.withUnsafeBytes { send(UnsafeRawBufferPointer(rebasing: $0[offset...])) }
        if count > 0 { offset += count }
        if isEmpty { clear() }
        return count
    }

    mutating func clear() {
        bytes = []
        offset = 0
    }
}
