import CQRencode

/// A text as the square of light and dark modules that cameras read (ISO/IEC 18004), with a quarter of it spare.
package struct QRCode: Hashable, Sendable {
    /// Modules of one side, without the quiet zone.
    package let side: Int
    private let dark: [Bool]

    /// `nil` when the text is longer than a code can hold.
    package init?(_ text: String) {
        let bytes = Array(text.utf8)
        guard !bytes.isEmpty, let code = QRcode_encodeData(Int32(bytes.count), bytes, 0, QR_ECLEVEL_M) else { return nil }
        defer { QRcode_free(code) }
        side = Int(code.pointee.width)
        dark = UnsafeBufferPointer(start: code.pointee.data, count: side * side).map { $0 & 1 == 1 }
    }

    package func isDark(column: Int, row: Int) -> Bool { dark[row * side + column] }

    /// The dark modules as an SVG path in units of modules, moved by `quiet` from the left and the top.
    package func path(quiet: Int) -> String {
        var path = ""
        for row in 0..<side {
            var column = 0
            while column < side {
                guard isDark(column: column, row: row) else {
                    column += 1
                    continue
                }
                let start = column
                while column < side, isDark(column: column, row: row) { column += 1 }
                path += "M\(start + quiet) \(row + quiet)h\(column - start)v1h-\(column - start)z"
            }
        }
        return path
    }
}
