import Core
import Glibc
import HTTP
import JSON

/// What a door did that the rules do not say.
struct DoorFault: Hashable, Sendable, CustomStringConvertible {
    let door: String
    let description: String
}

/// Compares what the doors show to whom they were asked by with what `expected` may see: usually the same, another in a broken twin.
struct DoorCheck: Sendable {
    private(set) var clients: [DoorClient]
    private(set) var sights: [Sight]
    private let firm: DoorFirm
    let expected: DoorViewer
    let asked: SuiteClient
    /// Which of the clients are looked at one by one.
    let isClose: @Sendable (Int) -> Bool
    private(set) var faults: [DoorFault] = []

    init(
        _ firm: DoorFirm, expected: DoorViewer, asked: DoorViewer? = nil,
        isClose: @escaping @Sendable (Int) -> Bool = { _ in true }
    ) {
        self.firm = firm
        clients = firm.clients
        sights = firm.clients.map { Sight($0.facts, expected.viewer, firm.tree, firm.now) }
        (self.expected, self.asked, self.isClose) = (expected, (asked ?? expected).client, isClose)
    }

    /// The same of clients that have other owners now.
    func seeing(_ clients: [DoorClient]) -> DoorCheck {
        var copy = self
        copy.clients = clients
        copy.sights = clients.map { Sight($0.facts, expected.viewer, firm.tree, firm.now) }
        return copy
    }

    struct Answer: Sendable {
        let status: Int
        let fields: HTTPFields
        let bytes: [UInt8]
        var json: JSONValue { (try? JSONValue.parse(bytes, limits: JSONLimits(depth: 64, bytes: 16 << 20))) ?? .null }
        var items: [JSONValue] { json["items"]?.array ?? [] }
    }

    func get(_ target: String, asPage: Bool = false) async throws -> Answer {
        let answer = try await asked.request(.get, target, asPage ? [("Accept", "text/html")] : [])
        return Answer(status: answer.status, fields: answer.fields, bytes: answer.body)
    }

    /// Every page of a list, and every byte of them, cursors as they can be read.
    func list(_ target: String, limit: Int) async throws -> (status: Int, items: [JSONValue], bytes: [UInt8]) {
        let start = target + (target.contains("?") ? "&" : "?") + "limit=\(limit)"
        var (items, bytes, cursor): ([JSONValue], [UInt8], String) = ([], [], "")
        while true {
            let page = try await get(start + cursor)
            guard page.status == 200 else { return (page.status, [], page.bytes) }
            items += page.items
            bytes += page.bytes
            guard let next = page.json["next"]?.string else { return (200, items, bytes) }
            for parts in 1...4 {
                if let read = try? Cursor.decode(next, parts: parts) { bytes += Array(read.joined(separator: "\n").utf8) }
            }
            cursor = "&cursor=" + next
        }
    }

    mutating func fault(_ door: String, _ description: String) {
        faults.append(DoorFault(door: door, description: "\(expected.name): \(description)"))
    }

    mutating func status(_ door: String, _ found: Int, _ wanted: Int, _ what: String = "") {
        if found != wanted { fault(door, "answers \(found) instead of \(wanted) \(what)") }
    }

    mutating func set(_ door: String, _ found: [String], _ wanted: [ID], _ what: String = "") {
        let (found, all) = (found.sorted(), wanted.map(\.description).sorted())
        guard found != all else { return }
        fault(door, "\(what) has \(names(found)) instead of \(names(all))")
    }

    private func names(_ ids: [String]) -> [String] {
        ids.map { id in
            clients.first { client in ([client.account, client.order] + client.mails).contains { $0.description == id } }?.name
                ?? id
        }
    }

    /// Nothing stands in `bytes` that is not shown by one of `parts` of its client, but what was `typed` to get there; where
    /// `isWhole`, all that is shown for sure does stand there.
    mutating func words(
        _ door: String, _ bytes: [UInt8], _ parts: [DoorClient.Part], of index: Int? = nil, typed: [String] = [],
        isWhole: Bool = true
    ) {
        let text = bytes + [0]
        for (number, client) in clients.enumerated() {
            let isMeant = index.map { $0 == number } ?? true
            var shown: Set<String> = [], sure: Set<String> = [], all: Set<String> = []
            for part in DoorClient.Part.allCases {
                for word in client.words(part) {
                    all.insert(word.text)
                    guard isMeant, parts.contains(part), word.isShown(sights[number]) else { continue }
                    shown.insert(word.text)
                    if word.isSure { sure.insert(word.text) }
                }
            }
            for word in all where !typed.contains(word) {
                let isThere = Self.holds(text, word)
                if isThere, !shown.contains(word) { fault(door, "shows \(word) of \(client.name)") }
                if isWhole, !isThere, sure.contains(word) { fault(door, "holds back \(word) of \(client.name)") }
            }
        }
    }

    /// `text` ends with a zero byte.
    static func holds(_ text: [UInt8], _ word: String) -> Bool {
        text.withUnsafeBytes { bytes in
            bytes.baseAddress.map { strstr($0.assumingMemoryBound(to: CChar.self), word) != nil } ?? false
        }
    }

    func those(_ holds: (Sight) -> Bool) -> [DoorClient] { zip(clients, sights).filter { holds($1) }.map(\.0) }
}
