import Core
import Glibc

/// The signals of a server as a stream: SIGTERM and SIGINT ask it to stop, SIGHUP to read its certificates again.
///
/// By a handler and not by a mask: threads that were there before would not have the mask, and a signal that reaches one of
/// them ends the process on the spot.
package enum Signals {
    package enum Signal: Sendable { case stop, reload }

    /// Where the handler writes a signal's number, which is all that a handler may do. Set before there is a handler.
    nonisolated(unsafe) private static var handlerOutput: Int32 = -1

    /// From here on these signals no longer end the process. Once per process.
    package static func stream() throws -> AsyncStream<Signal> {
        var ends: [Int32] = [-1, -1]
        guard pipe(&ends) == 0, ends.allSatisfy({ fcntl($0, F_SETFD, FD_CLOEXEC) == 0 }) else {
            throw Refusal(.failed, "signals", "No pipe can be made for signals: \(String(cString: strerror(errno))).")
        }
        handlerOutput = ends[1]
        let (stream, continuation) = AsyncStream.makeStream(of: Signal.self)
        let reader = Reader(input: ends[0], continuation: continuation)
        var thread = pthread_t()
        let started = pthread_create(
            &thread, nil,
            { context in
                if let context { Unmanaged<Reader>.fromOpaque(context).takeRetainedValue().run() }
                return nil
            }, Unmanaged.passRetained(reader).toOpaque())
        guard started == 0 else {
            throw Refusal(.failed, "signals", "No thread can be made for signals: \(String(cString: strerror(started))).")
        }
        pthread_detach(thread)
        for number in [SIGTERM, SIGINT, SIGHUP] {
            signal(number) { number in
                let kept = errno
                var byte = UInt8(truncatingIfNeeded: number)
                _ = write(Signals.handlerOutput, &byte, 1)
                errno = kept
            }
        }
        return stream
    }

    private final class Reader: Sendable {
        private let input: Int32
        private let continuation: AsyncStream<Signal>.Continuation

        init(input: Int32, continuation: AsyncStream<Signal>.Continuation) {
            self.input = input
            self.continuation = continuation
        }

        func run() {
            var byte: UInt8 = 0
            while true {
                let count = read(input, &byte, 1)
                if count == 1 { continuation.yield(Int32(byte) == SIGHUP ? .reload : .stop) }
                guard count == 1 || errno == EINTR else { return }
            }
        }
    }
}
