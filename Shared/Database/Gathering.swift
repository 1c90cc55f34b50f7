import Synchronization

/// Puts single items that come at the same moment into common writes, as a batch has it: what a commit costs is shared by all
/// that wait for one. Nobody waits for others to come: an item that meets no crowd goes at once.
///
/// Of those who ask at a time, a few lead: each writes its own item and what has queued up, answers the others, and makes the
/// first of those who came meanwhile the next leader.
package final class Gathering<Item: Sendable, Answer: Sendable>: Sendable {
    package typealias Write = @Sendable (_ items: [Item]) async throws -> [Answer]

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
    package init(leaders: Int = 2, crowd: Int = 32, write: @escaping Write) {
        self.leaders = leaders
        self.crowd = crowd
        self.write = write
    }

    /// How many wait for a leader.
    package var waiting: Int { state.withLock { $0.queue.count } }

    package func callAsFunction(_ item: Item) async throws -> Answer {
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
        var written = await together(items)
        // That the leader's client went away must not cancel the others' items: what was not begun is written by a task of its own.
        if let place = written.firstIndex(where: { $0.isCancelled }) {
            let rest = Array(items[place...])
            written.replaceSubrange(place..., with: await Task { await together(rest) }.value)
        }
        for (other, result) in zip(others, written.dropFirst()) { other.turn.resume(returning: .answered(result)) }
        return try written[0].get()
    }

    /// One common write, and one result for each item. When they cannot be written together, each stands for itself; once the
    /// database is away or cannot write, or the task is cancelled, no more is tried.
    package func together(_ items: [Item]) async -> [Result<Answer, any Error>] {
        do {
            return try await write(items).map { .success($0) }
        } catch {
            guard items.count > 1, !Self.concernsAll(error) else { return items.map { _ in .failure(error) } }
        }
        var results: [Result<Answer, any Error>] = []
        for place in items.indices {
            do {
                results += try await write([items[place]]).map { .success($0) }
            } catch {
                if Self.concernsAll(error) { return results + items[place...].map { _ in .failure(error) } }
                results.append(.failure(error))
            }
        }
        return results
    }

    private static func concernsAll(_ error: any Error) -> Bool {
        error is CancellationError || [.unavailable, .storage].contains((error as? DatabaseError)?.kind)
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

extension Result {
    fileprivate var isCancelled: Bool {
        if case .failure(let error) = self { error is CancellationError } else { false }
    }
}
