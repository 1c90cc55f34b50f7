/// Something that lives on one loop and hears of its socket and its deadline, always on the loop's thread.
class Watcher {
    let loop: EventLoop
    /// In milliseconds of the loop's clock; set by `expire(at:)`.
    fileprivate(set) final var deadline = Int64.max
    /// The place in the loop's `Deadlines`, -1 when in none.
    final var slot = -1

    init(loop: EventLoop) {
        self.loop = loop
    }

    /// Bits of `Readiness`; none when the watcher asked to go on by `EventLoop.again`.
    func onEvents(_ events: UInt32) {}
    func onDeadline() {}

    /// Asks for `onDeadline` at that time instead of any time asked for before; `.max` for never.
    final func expire(at time: Int64) {
        deadline = time
        if time != .max { loop.deadlines.arm(self) }
    }
}

/// The bits of epoll, by name: Swift imports some of them as enum cases and one not at all.
enum Readiness {
    static let readable: UInt32 = 0x1
    static let writable: UInt32 = 0x4
    static let failed: UInt32 = 0x8
    static let hungUp: UInt32 = 0x10
    static let peerEnded: UInt32 = 0x2000
    static let edge: UInt32 = 1 << 31
}
