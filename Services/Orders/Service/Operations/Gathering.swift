import Core
import Database
import Synchronization

/// Puts single items that come at the same moment into common writes, as a batch has it: what a commit costs is shared by all
/// that wait for one. Nobody waits for others to come: an item that meets no crowd goes at once.
///
/// Of those who ask at a time, a few lead: each writes its own item and what has queued up, answers the others, and makes the
/// first of those who came meanwhile the next leader.
final class Gathering<Item: Sendable, Answer: Sendable>: Sendable {
    typealias Write = @Sendable (_ items: [Item]) async throws -> [Answer]

    private enum Turn: Sendable {
        case answered(Result<Answer, any Error>)
        case lead
    }

    private struct Waiting: Sendable {
        let item: Item
        let turn: UnsafeContinuation<Turn, Never>
    }

    private struct State {
        var leading = 0
        var queue: [Waiting] = []
    }

    private let leaders: Int
    private let crowd: Int
    private let state = Mutex(State())
    private let write: Write

    /// At most `leaders` writes at a time, as more would only wait for the same disk, and at most `crowd` items in each.
    /// `write` keeps all of the items, in order, or throws and keeps none.
    init(leaders: Int = 4, crowd: Int = 16, write: @escaping Write) {
        self.leaders = leaders
        self.crowd = crowd
        self.write = write
    }

    /// How many wait for a leader.
    var waiting: Int { state.withLock { $0.queue.count } }

    func callAsFunction(_ item: Item) async throws -> Answer {
        let turn = await withUnsafeContinuation { (turn: UnsafeContinuation<Turn, Never>) in
            let leads = state.withLock { state in
                guard state.leading >= leaders else {
                    state.leading += 1
                    return true
                }
                state.queue.append(Waiting(item: item, turn: turn))
                return false
            }
            if leads { turn.resume(returning: .lead) }
        }
        switch turn {
        case .answered(let result): return try result.get()
        case .lead: return try await lead(item)
        }
    }

    private func lead(_ item: Item) async throws -> Answer {
        let others = state.withLock { state in
            let others = Array(state.queue.prefix(crowd - 1))
            state.queue.removeFirst(others.count)
            return others
        }
        defer { handOver() }
        let items = [item] + others.map(\.item)
        // A task of its own: that the leader's client went away must not cancel the others' items.
        let written = await Task { [write] in await Self.results(of: items, write) }.value
        for (other, result) in zip(others, written.dropFirst()) { other.turn.resume(returning: .answered(result)) }
        return try written[0].get()
    }

    /// One result for each item. When they cannot be written together, each stands for itself.
    private static func results(of items: [Item], _ write: Write) async -> [Result<Answer, any Error>] {
        do {
            return try await write(items).map { .success($0) }
        } catch let error as DatabaseError where [.unavailable, .storage].contains(error.kind) {
            return items.map { _ in .failure(error) }
        } catch {
            guard items.count > 1 else { return [.failure(error)] }
            var results: [Result<Answer, any Error>] = []
            for item in items { results += await self.results(of: [item], write) }
            return results
        }
    }

    private func handOver() {
        let next = state.withLock { state -> Waiting? in
            guard !state.queue.isEmpty else {
                state.leading -= 1
                return nil
            }
            return state.queue.removeFirst()
        }
        next?.turn.resume(returning: .lead)
    }
}
