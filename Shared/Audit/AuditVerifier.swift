package import Core
package import Database

/// Walks a service's chain from its beginning to its end and says what is wrong with the first entry that is.
package struct AuditVerifier: Sendable {
    package struct Report: Hashable, Sendable {
        package let service: String
        /// Entries that were walked and are as they were sealed.
        package var intact: Int64 = 0
        package var removed: Int64 = 0
        package var removedUntil: Timestamp?
        package var number: Int64 = 0
        package var hash: [UInt8] = AuditChain.beginning
        package var unsealed = 0
        package var fault: Fault?
    }

    package struct Fault: Hashable, Sendable {
        /// Of the entry that is wrong or missing.
        package let number: Int64
        package let id: ID?
        package let reason: String
    }

    private static let page = 1000

    private let service: String
    private let database: any Database

    package init(service: String, database: any Database) {
        (self.service, self.database) = (service, database)
    }

    /// `heads` are what earlier heads of this chain said: the hash that an entry had, by its number.
    package func callAsFunction(heads: [Int64: [UInt8]] = [:]) async throws -> Report {
        var report = Report(service: service)
        guard let chain = try await database.read({ tx in try AuditChainState.load(in: tx) }) else {
            report.fault = Fault(number: 0, id: nil, reason: "The row that says where the chain ends is missing.")
            return report
        }
        (report.removed, report.removedUntil) = (chain.removed, chain.removedUntil)
        (report.number, report.hash) = (chain.removed, chain.removedHash)
        report.fault = check(report, heads)
        while report.fault == nil {
            let (after, previous) = (report.number, report.hash)
            let step = try await database.read { tx in try self.step(after: after, previous, in: tx) }
            report.fault = step.fault
            for (number, hash) in step.intact {
                (report.intact, report.number, report.hash) = (report.intact + 1, number, hash)
                if let fault = check(report, heads) {
                    report.fault = fault
                    return report
                }
            }
            if step.intact.count < Self.page { break }
        }
        guard report.fault == nil else { return report }
        // What was sealed while we walked is beyond what `chain` says, and no fault.
        if report.number < chain.number {
            report.fault = Fault(
                number: report.number + 1, id: nil,
                reason: "It is missing, and all up to \(chain.number): the end of the chain was cut off.")
        } else if report.number == chain.number, report.hash != chain.hash {
            report.fault = Fault(number: report.number, id: nil, reason: "Its hash is not the one that the chain ends with.")
        } else if let beyond = heads.keys.filter({ $0 > report.number }).max() {
            report.fault = Fault(
                number: report.number + 1, id: nil,
                reason: "It is missing: a head tells of \(beyond) entries, so the end of the chain was cut off.")
        }
        report.unsealed = try await database.read { tx in try AuditStore.countUnsealed(in: tx) }
        return report
    }

    private func check(_ report: Report, _ heads: [Int64: [UInt8]]) -> Fault? {
        guard let known = heads[report.number], known != report.hash else { return nil }
        return Fault(
            number: report.number, id: nil, reason: "Its hash is not the one of the head: the chain up to here was written anew.")
    }

    private func step(
        after number: Int64, _ previous: [UInt8], in tx: Transaction
    ) throws -> (intact: [(Int64, [UInt8])], fault: Fault?) {
        var intact: [(Int64, [UInt8])] = []
        let entries: [SealedEntry]
        do {
            entries = try AuditStore.sealed(after: number, limit: Self.page, in: tx)
        } catch let error as DatabaseError {
            throw error
        } catch {
            return ([], Fault(number: number + 1, id: nil, reason: "It, or one soon after it, cannot be read: \(error)."))
        }
        let indexed = try AuditStore.indexed(entries.map(\.entry), in: tx)
        var hash = previous
        for (sealed, found) in zip(entries, indexed) {
            let expected = number + Int64(intact.count) + 1
            guard sealed.number == expected else {
                return (intact, Fault(number: expected, id: nil, reason: "It is missing; number \(sealed.number) follows."))
            }
            hash = AuditChain.hash(after: hash, sealed.entry, number: sealed.number, service: service)
            guard hash == sealed.hash else {
                return (intact, Fault(number: expected, id: sealed.entry.id, reason: "It is not what was sealed."))
            }
            guard found == Set(sealed.entry.records).count else {
                return (intact, Fault(number: expected, id: sealed.entry.id, reason: "Its records do not lead to it any more."))
            }
            intact.append((sealed.number, hash))
        }
        return (intact, nil)
    }
}
