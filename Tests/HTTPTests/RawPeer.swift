import Glibc
import Synchronization

/// A peer that answers by script, for what a proper server would not do: for every connection in turn a script of answers, one to
/// each request, after which it closes.
final class RawPeer: Sendable {
    private struct State {
        var connections = 0
        var requests: [String] = []
        /// Closed by the thread alone, and then nil: otherwise it could accept on a number that is another peer's by now.
        var listener: Int32?
    }

    let port: Int
    private let state: SharedState

    var requests: [String] { state.value.withLock { $0.requests } }
    var connections: Int { state.value.withLock { $0.connections } }

    init(_ scripts: [[String]]) throws {
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = UInt32(0x7f00_0001).bigEndian
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let (bound, named) = withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { address in
                (bind(descriptor, address, length), getsockname(descriptor, address, &length))
            }
        }
        guard bound == 0, named == 0, listen(descriptor, 16) == 0 else { throw TestFailure("cannot listen: \(errno)") }
        port = Int(UInt16(bigEndian: address.sin_port))
        let state = SharedState(State(listener: descriptor))
        self.state = state
        let thread = Thread {
            for script in scripts {
                let accepted = accept(descriptor, nil, nil)
                guard accepted >= 0 else { break }
                state.value.withLock { $0.connections += 1 }
                for answer in script {
                    guard let request = Self.readHead(accepted) else { break }
                    state.value.withLock { $0.requests.append(request) }
                    _ = answer.withCString { send(accepted, $0, strlen($0), Int32(MSG_NOSIGNAL)) }
                }
                close(accepted)
            }
            state.value.withLock { $0.listener = nil }
            close(descriptor)
        }
        thread.start()
    }

    deinit {
        state.value.withLock { state in
            if let listener = state.listener { _ = shutdown(listener, Int32(SHUT_RDWR)) }
        }
    }

    private final class SharedState: Sendable {
        let value: Mutex<State>
        init(_ value: State) { self.value = Mutex(value) }
    }

    private static func readHead(_ descriptor: Int32) -> String? {
        var head: [UInt8] = []
        var byte: UInt8 = 0
        while recv(descriptor, &byte, 1, 0) == 1 {
            head.append(byte)
            if head.suffix(4) == [0x0d, 0x0a, 0x0d, 0x0a] { return String(decoding: head, as: UTF8.self) }
        }
        return nil
    }

    /// Runs a blocking body away from the pool.
    private final class Thread: Sendable {
        private let body: @Sendable () -> Void
        init(_ body: @escaping @Sendable () -> Void) { self.body = body }

        func start() {
            var thread = pthread_t()
            pthread_create(
                &thread, nil,
                { argument in
                    if let argument { Unmanaged<Thread>.fromOpaque(argument).takeRetainedValue().body() }
                    return nil
                }, Unmanaged.passRetained(self).toOpaque())
            pthread_detach(thread)
        }
    }
}
