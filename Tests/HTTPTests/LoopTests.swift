import Testing

@testable import HTTP

@Suite struct LoopTests {
    @Test func `deadlines come in order, however they were moved`() {
        let loop = EventLoop(index: 0, group: ObjectIdentifier(LogTail.self))
        var random = SeededGenerator(seed: 1)
        var watchers: [Watcher] = []
        for _ in 0..<200 {
            let watcher = Watcher(loop: loop)
            watcher.expire(at: Int64.random(in: 0...1000, using: &random))
            watchers.append(watcher)
        }
        for _ in 0..<500 {
            let watcher = watchers.randomElement(using: &random)!
            switch Int.random(in: 0..<4, using: &random) {
            case 0: loop.deadlines.remove(watcher)
            case 1: watcher.expire(at: .max)
            default: watcher.expire(at: Int64.random(in: 0...1000, using: &random))
            }
        }
        var wanted = watchers.filter { $0.slot >= 0 && $0.deadline != .max }.map(\.deadline).sorted()
        for now in stride(from: Int64(0), through: 1000, by: 7) {
            while let watcher = loop.deadlines.next(expiredAt: now) {
                #expect(watcher.deadline <= now && watcher.deadline > now - 7)
                #expect(wanted.removeFirst() <= now)
            }
        }
        #expect(wanted.allSatisfy { $0 > 994 })
    }

    @Test func `a body is too slow by its rate or by its stalls, not while the server pauses`() {
        var limits = ServerLimits()
        limits.bodyGraceSeconds = 10
        limits.bodyStallSeconds = 20
        limits.bodyBytesPerSecond = 1000
        var pace = BodyPace.receiving(limits, now: 0)
        #expect(pace.deadline == 10_000)
        pace.moved(5000, now: 4000)
        #expect(pace.deadline == 15_000)
        pace.moved(1_000_000, now: 5000)
        #expect(pace.deadline == 25_000)
        pace.pause(now: 6000)
        #expect(pace.deadline == .max)
        pace.resume(now: 106_000)
        #expect(pace.deadline == 126_000)
    }

    @Test func `runs work that comes from everywhere, and what comes late`() async throws {
        let group = EventLoopGroup(threads: 2)
        let loop = group.loops[0]
        let count = await withTaskGroup(of: Int.self) { tasks in
            for _ in 0..<100 {
                tasks.addTask(executorPreference: loop) {
                    var count = 0
                    for _ in 0..<10 {
                        await Task.yield()
                        if loop.isCurrent { count += 1 }
                    }
                    return count
                }
            }
            return await tasks.reduce(0, +)
        }
        #expect(count == 1000)
        group.shutdown()
        let late = await Task(executorPreference: loop) {
            await Task.yield()
            return 7
        }.value
        #expect(late == 7)
    }
}
