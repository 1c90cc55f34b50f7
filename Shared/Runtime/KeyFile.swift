import Core
import FoundationEssentials
import Glibc
import Observability
import Synchronization

/// What stands in a file, read again when the file has changed. What cannot be read leaves the old value and a line in the log.
final class KeyFile<Value: Sendable>: Sendable {
    /// Which file it was when it was read.
    private struct Stamp: Equatable {
        var device: UInt64 = 0
        var file: UInt64 = 0
        var bytes: Int64 = 0
        var changed: Int64 = 0
    }

    private struct State {
        var value: Value
        var stamp: Stamp?
        var lookedAt: Int64
    }

    /// Microseconds between two looks at the file.
    private static var patience: Int64 { 1_000_000 }

    private let path: String?
    private let logger: Logger?
    private let parse: @Sendable (String) -> Value?
    private let state: Mutex<State>

    /// A value that stands in no file and never changes.
    init(_ value: Value) {
        (path, logger, parse) = (nil, nil, { _ in nil })
        state = Mutex(State(value: value, stamp: nil, lookedAt: 0))
    }

    /// Throws a `SettingError` that names the setting when the file cannot be read at the start.
    init(_ path: String, of setting: Setting, logger: Logger, _ parse: @escaping @Sendable (String) -> Value?) throws {
        let stamp = Self.stamp(path)
        guard let text = try? String(contentsOfFile: path, encoding: .utf8), let value = parse(text) else {
            throw SettingError(setting: setting.name, expected: "a file with a key that can be read: \(path)")
        }
        (self.path, self.logger, self.parse) = (path, logger, parse)
        state = Mutex(State(value: value, stamp: stamp, lookedAt: monotonicMicroseconds()))
    }

    var value: Value {
        guard let path else { return state.withLock { $0.value } }
        let now = monotonicMicroseconds()
        return state.withLock { state in
            guard now - state.lookedAt >= Self.patience else { return state.value }
            state.lookedAt = now
            let stamp = Self.stamp(path)
            guard stamp != state.stamp else { return state.value }
            if let text = try? String(contentsOfFile: path, encoding: .utf8), let value = parse(text) {
                (state.value, state.stamp) = (value, stamp)
                logger?.notice("Read the internal keys again", ["file": path])
            } else {
                logger?.error("The internal keys cannot be read again; the old ones stay", ["file": path])
            }
            return state.value
        }
    }

    /// `nil` where there is no such file.
    private static func stamp(_ path: String) -> Stamp? {
        var found = stat()
        guard stat(path, &found) == 0 else { return nil }
        return Stamp(
            device: UInt64(found.st_dev), file: UInt64(found.st_ino), bytes: Int64(found.st_size),
            changed: Int64(found.st_mtim.tv_sec) * 1_000_000_000 + Int64(found.st_mtim.tv_nsec))
    }
}
