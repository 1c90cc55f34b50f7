import CLoop
import Glibc
import Synchronization

/// One thread with one epoll, and the task executor of every handler started on it: a task that prefers the loop runs there
/// whenever it is on no actor with an executor of its own.
///
/// Unchecked: whatever is not atomic or in the inbox is touched on the loop's thread only.
package final class EventLoop: TaskExecutor, @unchecked Sendable {
    /// What other threads hand over.
    private struct Inbox {
        var jobs: [UnownedJob] = []
        var calls: [@Sendable () -> Void] = []
        /// The thread has ended; late jobs get a thread of their own.
        var isEnded = false
    }

    /// Which of the group's loops this is.
    let index: Int
    let group: ObjectIdentifier
    /// Milliseconds of a clock that never steps, as of the last return from the kernel.
    private(set) var now = EventLoop.clock()
    var deadlines = Deadlines()
    /// Where sockets are read into before anything is kept.
    let readBuffer = UnsafeMutableRawBufferPointer.allocate(byteCount: EventLoop.readSize, alignment: 16)
    /// Where what is sent at once is put together; see `compose`.
    private let writeBuffer = UnsafeMutableRawBufferPointer.allocate(byteCount: EventLoop.writeSize, alignment: 16)
    var dateLine = DateLine()

    private static let readSize = 65_536
    private static let writeSize = 32_768

    private let epoll: Int32
    private let bell: Int32
    private let inbox = Mutex(Inbox())
    private let isRung = Atomic<Bool>(false)
    private let isStopping = Atomic<Bool>(false)
    private var jobs: [UnownedJob] = []
    private var running: [UnownedJob] = []
    private var goingOn: [Watcher] = []
    private var removed: [Unmanaged<Watcher>] = []

    init(index: Int, group: ObjectIdentifier) {
        self.index = index
        self.group = group
        epoll = epoll_create1(Int32(EPOLL_CLOEXEC))
        bell = eventfd(0, Int32(EFD_CLOEXEC | EFD_NONBLOCK))
        precondition(epoll >= 0 && bell >= 0, "no file descriptors are left for an event loop")
        var event = epoll_event(events: Readiness.readable, data: epoll_data_t(u64: 0))
        epoll_ctl(epoll, EPOLL_CTL_ADD, bell, &event)
    }

    deinit {
        readBuffer.deallocate()
        writeBuffer.deallocate()
        close(bell)
        close(epoll)
    }

    /// The loop whose thread this is.
    static var current: EventLoop? {
        cloop_current().map { Unmanaged<EventLoop>.fromOpaque($0).takeUnretainedValue() }
    }

    @inline(__always) var isCurrent: Bool { cloop_current() == Unmanaged.passUnretained(self).toOpaque() }

    package func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        if isCurrent {
            jobs.append(job)
            return
        }
        let isEnded = inbox.withLock { inbox in
            inbox.jobs.append(job)
            return inbox.isEnded
        }
        if isEnded { startThread { self.runLateJobs() } } else { ring() }
    }

    /// Runs the call on the loop's thread, soon; from that thread too it does not run at once. Does nothing once the loop has ended.
    func execute(_ call: @escaping @Sendable () -> Void) {
        inbox.withLock { $0.calls.append(call) }
        ring()
    }

    private func ring() {
        guard !isRung.exchange(true, ordering: .acquiringAndReleasing) else { return }
        var one: UInt64 = 1
        write(bell, &one, 8)
    }

    func stop() {
        isStopping.store(true, ordering: .releasing)
        ring()
    }

    // MARK: On the loop's thread

    func add(_ watcher: Watcher, _ descriptor: Int32, _ events: UInt32) {
        let held = Unmanaged.passRetained(watcher)
        var event = epoll_event(events: events, data: epoll_data_t(ptr: held.toOpaque()))
        let result = epoll_ctl(epoll, EPOLL_CTL_ADD, descriptor, &event)
        precondition(result == 0, "epoll refused a socket")
    }

    /// Must come before the descriptor is closed. The watcher is let go after the current batch of events, which may name it.
    func remove(_ watcher: Watcher, _ descriptor: Int32) {
        var event = epoll_event()
        epoll_ctl(epoll, EPOLL_CTL_DEL, descriptor, &event)
        deadlines.remove(watcher)
        removed.append(Unmanaged.passUnretained(watcher))
    }

    /// Room for at least that many bytes, to be filled and given to a socket before this returns.
    func compose(atMost capacity: Int, _ body: (inout Cursor) -> Void) {
        let fits = capacity <= writeBuffer.count
        let memory = fits ? writeBuffer : UnsafeMutableRawBufferPointer.allocate(byteCount: capacity, alignment: 1)
        defer { if !fits { memory.deallocate() } }
        var cursor = Cursor(base: memory.baseAddress!)
        body(&cursor)
    }

    /// Calls the watcher's `onEvents(0)` in the next round: for one that has used up its turn.
    func again(_ watcher: Watcher) { goingOn.append(watcher) }

    func run() {
        cloop_set_current(Unmanaged.passUnretained(self).toOpaque())
        let capacity = 256
        let events = UnsafeMutablePointer<epoll_event>.allocate(capacity: capacity)
        defer { events.deallocate() }
        while !isStopping.load(ordering: .acquiring) {
            runJobs()
            let count = epoll_wait(epoll, events, Int32(capacity), pause())
            now = Self.clock()
            for index in 0..<max(0, Int(count)) { deliver(events[index]) }
            while let watcher = deadlines.next(expiredAt: now) { watcher.onDeadline() }
            goOn()
            letGo()
        }
        end()
    }

    private func pause() -> Int32 {
        if !jobs.isEmpty || !goingOn.isEmpty { return 0 }
        if deadlines.isEmpty { return -1 }
        return Int32(min(60_000, max(0, deadlines.earliest - Self.clock())))
    }

    @inline(__always) private func deliver(_ event: epoll_event) {
        if let watcher = event.data.ptr {
            Unmanaged<Watcher>.fromOpaque(watcher).takeUnretainedValue().onEvents(event.events)
        } else {
            var count: UInt64 = 0
            read(bell, &count, 8)
        }
    }

    private func goOn() {
        guard !goingOn.isEmpty else { return }
        let watchers = goingOn
        goingOn = []
        for watcher in watchers { watcher.onEvents(0) }
    }

    private func letGo() {
        guard !removed.isEmpty else { return }
        let watchers = removed
        removed.removeAll(keepingCapacity: true)
        for watcher in watchers { watcher.release() }
    }

    private func runJobs() {
        if isRung.load(ordering: .acquiring) { takeInbox() }
        guard !jobs.isEmpty else { return }
        swap(&jobs, &running)
        let executor = asUnownedTaskExecutor()
        for job in running { job.runSynchronously(on: executor) }
        running.removeAll(keepingCapacity: true)
    }

    private func takeInbox() {
        isRung.store(false, ordering: .sequentiallyConsistent)
        let calls = inbox.withLock { inbox in
            jobs.append(contentsOf: inbox.jobs)
            inbox.jobs.removeAll(keepingCapacity: true)
            defer { inbox.calls = [] }
            return inbox.calls
        }
        for call in calls { call() }
    }

    /// Tasks that still have something to say after the end must not hang: what they enqueue runs on a thread of its own.
    private func end() {
        cloop_set_current(nil)
        letGo()
        inbox.withLock { inbox in
            inbox.isEnded = true
            inbox.jobs.append(contentsOf: jobs)
        }
        jobs = []
        runLateJobs()
    }

    private func runLateJobs() {
        while true {
            let late = inbox.withLock { inbox in
                defer { inbox.jobs = [] }
                return inbox.jobs
            }
            if late.isEmpty { return }
            for job in late { job.runSynchronously(on: asUnownedTaskExecutor()) }
        }
    }

    private static func clock() -> Int64 {
        var time = timespec()
        clock_gettime(CLOCK_MONOTONIC, &time)
        return Int64(time.tv_sec) * 1000 + Int64(time.tv_nsec) / 1_000_000
    }
}
