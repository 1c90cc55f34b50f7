/// The deadlines of a loop's watchers as a heap. Moving a deadline later, which every request does, only stores it in the watcher:
/// its place is put right when the old time comes.
struct Deadlines {
    private struct Entry {
        var time: Int64
        var watcher: Watcher
    }

    private var heap: [Entry] = []

    var isEmpty: Bool { heap.isEmpty }
    /// No deadline is earlier than this.
    var earliest: Int64 { heap.first?.time ?? .max }

    @inline(__always) mutating func arm(_ watcher: Watcher) {
        if watcher.slot >= 0, heap[watcher.slot].time <= watcher.deadline { return }
        place(watcher)
    }

    private mutating func place(_ watcher: Watcher) {
        if watcher.slot < 0 {
            watcher.slot = heap.count
            heap.append(Entry(time: watcher.deadline, watcher: watcher))
        } else {
            heap[watcher.slot].time = watcher.deadline
        }
        rise(from: watcher.slot)
    }

    mutating func remove(_ watcher: Watcher) {
        guard watcher.slot >= 0 else { return }
        let slot = watcher.slot
        watcher.slot = -1
        let last = heap.removeLast()
        guard slot < heap.count else { return }
        heap[slot] = last
        last.watcher.slot = slot
        rise(from: slot)
        sink(from: slot)
    }

    /// A watcher whose deadline has come, taken out; nil when there is none.
    mutating func next(expiredAt now: Int64) -> Watcher? {
        while let top = heap.first, top.time <= now {
            let wanted = top.watcher.deadline
            if wanted <= now || wanted == .max {
                remove(top.watcher)
                if wanted <= now { return top.watcher }
            } else {
                heap[0].time = wanted
                sink(from: 0)
            }
        }
        return nil
    }

    private mutating func rise(from start: Int) {
        var slot = start
        while slot > 0 {
            let parent = (slot - 1) / 2
            guard heap[slot].time < heap[parent].time else { return }
            exchange(slot, parent)
            slot = parent
        }
    }

    private mutating func sink(from start: Int) {
        var slot = start
        while true {
            var least = slot
            for child in [2 * slot + 1, 2 * slot + 2] where child < heap.count && heap[child].time < heap[least].time {
                least = child
            }
            guard least != slot else { return }
            exchange(slot, least)
            slot = least
        }
    }

    private mutating func exchange(_ left: Int, _ right: Int) {
        heap.swapAt(left, right)
        heap[left].watcher.slot = left
        heap[right].watcher.slot = right
    }
}
