import Core
import Glibc

/// Writes to standard error: text for a terminal, one JSON object a line for containers.
package struct StandardErrorSink: LogSink {
    package enum Format: Sendable { case text, json }
    private let format: Format

    package init(format: Format) {
        self.format = format
    }

    package func write(_ record: LogRecord) {
        var line = format == .json ? json(record) : text(record)
        line += "\n"
        line.withUTF8 { bytes in
            var rest = UnsafeRawBufferPointer(bytes)
            while !rest.isEmpty {
                let written = Glibc.write(STDERR_FILENO, rest.baseAddress, rest.count)
                guard written > 0 else { return }
                rest = UnsafeRawBufferPointer(rebasing: rest[written...])
            }
        }
    }

    private func text(_ record: LogRecord) -> String {
        let fields = record.fields.sorted { $0.key < $1.key }.map { " \($0.key)=\($0.value)" }.joined()
        return "\(SystemClock().now()) \(record.level.name) \(record.label): \(record.message)\(fields)"
    }

    private func json(_ record: LogRecord) -> String {
        var line =
            "{\"time\":\"\(SystemClock().now())\",\"level\":\"\(record.level.name)\",\"label\":\(Self.quoted(record.label))"
        line += ",\"message\":\(Self.quoted(record.message))"
        for (key, value) in record.fields.sorted(by: { $0.key < $1.key }) {
            line += ",\(Self.quoted(key)):\(Self.quoted(value))"
        }
        return line + "}"
    }

    private static func quoted(_ text: String) -> String {
        var out = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"": out += "\\\""
            case "\\": out += "\\\\"
            case "\n": out += "\\n"
            case let control where control.value < 0x20:
                let digits = String(control.value, radix: 16)
                out += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
            default: out.unicodeScalars.append(scalar)
            }
        }
        return out + "\""
    }
}
