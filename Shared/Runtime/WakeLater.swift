import Synchronization

/// A wake-up call whose receiver is made after its callers.
final class WakeLater: Sendable {
    private let receiver = Mutex<(@Sendable () -> Void)?>(nil)

    func set(_ receiver: @escaping @Sendable () -> Void) {
        self.receiver.withLock { $0 = receiver }
    }

    func wake() {
        receiver.withLock { $0 }?()
    }
}
