extension HTTPFields {
    /// Writes the lines of all fields but those whose name the test picks; needs `wireCapacity` bytes at most.
    @inline(__always) func write(
        to out: inout Cursor, except isLeftOut: (UnsafePointer<UInt8>, Int) -> Bool = { _, _ in false }
    ) {
        let spans = spans
        buffer.withUnsafeBytes { bytes in
            guard let base = bytes.baseAddress else { return }
            for span in spans {
                let line = base + Int(span.name)
                if isLeftOut(line.assumingMemoryBound(to: UInt8.self), Int(span.nameLength)) { continue }
                out.put(UnsafeRawBufferPointer(start: line, count: span.line.count))
                out.put("\r\n")
            }
        }
    }

    var wireCapacity: Int { buffer.count + 2 * spans.count }
}
