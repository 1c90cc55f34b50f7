/// Calls once at a time of the loop's clock, on its thread, unless it is cancelled before.
final class Timer: Watcher {
    private var action: (() -> Void)?

    init(loop: EventLoop, at time: Int64, _ action: @escaping () -> Void) {
        self.action = action
        super.init(loop: loop)
        expire(at: time)
    }

    func cancel() {
        action = nil
        loop.deadlines.remove(self)
    }

    override func onDeadline() {
        let action = self.action
        self.action = nil
        action?()
    }
}
