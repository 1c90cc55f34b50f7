import Access
import ContactsAPI
import Core
import Database
import HTTP
import JSON
import TestKit
import Testing

@testable import Contacts

@Suite struct ExportTests {
    private struct Answer {
        let status: Int
        let count: String?
        let text: String
        var lines: [String] { text.split(whereSeparator: \.isNewline).map(String.init) }
    }

    private static func export(_ room: RightsRoom, _ viewer: Viewer, _ query: String) async throws -> Answer {
        let request = HTTPRequest(method: .get, target: "/v1/customers/export?\(query)")
        let caller = Caller(kind: .person, subject: "1", name: "Ann", scopes: [ContactsScope.export], viewer: viewer)
        let response = try await ContactsBench.$caller.withValue(caller) { try await room.bench.door(request) }
        let bytes = try await response.body.collect(upTo: 1 << 20)
        return Answer(
            status: response.status, count: response.fields["X-Export-Count"], text: String(decoding: bytes, as: UTF8.self))
    }

    /// A line without the mark of its export, which stands behind the last comma.
    private static func unmarked(_ line: String) -> Substring { line[..<(line.lastIndex(of: ",") ?? line.startIndex)] }
    private static func mark(_ line: String) -> Substring { line[(line.lastIndex(of: ",") ?? line.startIndex)...] }

    /// The viewers of the matrix who may change, as those who may export; and some who see more than they may export.
    private static let viewers: [Viewer] =
        RightsMatrix.viewers(of: .account).map { viewer in
            let grants = viewer.grants.map { grant in
                Grant(
                    role: grant.role, resource: grant.resource,
                    actions: Set(grant.actions.map { $0 == .change ? .export : $0 }), scope: grant.scope, level: grant.level,
                    fields: grant.fields)
            }
            return Viewer(user: viewer.user, units: viewer.units, deputyFor: viewer.deputyFor, grants: grants)
        }
        + FieldGroup.allCases.map { group in
            Viewer(
                user: RightsMatrix.anna, units: [RightsMatrix.north],
                grants: [
                    Grant(role: "Sees", resource: .account, actions: [.view], scope: .all),
                    Grant(
                        role: "Exports", resource: .account, actions: [.export], scope: .unitAndBelow, fields: [group: .hidden]),
                ])
        }

    @Test(arguments: Engine.required)
    func `rows and fields leave that may be both seen and exported, and no others`(_ engine: Engine) async throws {
        let room = try await RightsRoom(engine)
        for viewer in Self.viewers {
            let decisions = room.customers.map { customer in
                AccessPolicy.decide(
                    .export, on: .account, customer.facts, by: viewer, in: RightsMatrix.tree, at: RightsRoom.now)
            }
            let leaving = zip(room.customers, decisions).filter(\.1.isAllowed)
            let seen = room.customers.filter { room.decide($0, viewer).level > .none }
            for format in ["csv", "ndjson"] {
                let whole = try await Self.export(room, viewer, "format=\(format)")
                #expect(whole.status == 200 && whole.count == "\(leaving.count) of \(seen.count)", "\(viewer)")
                let lines = format == "csv" ? Array(whole.lines.dropFirst()) : whole.lines
                #expect(lines.count == leaving.count, "\(format) \(viewer)")
                for (customer, decision) in zip(room.customers, decisions) {
                    #expect(whole.text.contains(customer.id.description) == decision.isAllowed, "\(viewer)")
                    for (word, groups) in customer.words where word != customer.name || customer.isNamed {
                        let isShown = decision.isAllowed && groups.allSatisfy(decision.shows)
                        #expect(whole.text.contains(word) == isShown, "\(word) \(format) \(viewer)")
                    }
                }
            }
        }
    }

    @Test(arguments: Engine.required)
    func `an export goes on behind any line, and takes the filter of the list`(_ engine: Engine) async throws {
        let room = try await RightsRoom(engine)
        let all = Viewer.everything(role: "Test")
        for format in ["csv", "ndjson"] {
            let whole = try await Self.export(room, all, "format=\(format)").lines
            let lines = format == "csv" ? Array(whole.dropFirst()) : whole
            let ids = room.customers.map(\.id.description).sorted()
            #expect(lines.count == ids.count && zip(lines, ids).allSatisfy { $0.contains($1) })
            let rest = try await Self.export(room, all, "format=\(format)&after=\(ids[4])").lines
            #expect(rest.map(Self.unmarked) == lines[5...].map(Self.unmarked))
            #expect(Set((lines + rest).map(Self.mark)).count == 2)
        }
        let one = room.customers[3]
        let found = try await Self.export(room, all, "format=ndjson&q=ml\(one.tag)")
        #expect(found.count == "1 of 1" && found.lines.count == 1 && found.text.contains(one.id.description))
        #expect(try await Self.export(room, all, "format=xls").status == 400)
        #expect(try await Self.export(room, all, "after=x").status == 400)
    }

    @Test(arguments: [
        ("=1+1", "'=1+1"), ("+79123456789", "'+79123456789"), ("-2", "'-2"), ("@SUM(A1)", "'@SUM(A1)"), ("\tx", "'\tx"),
        ("a,b", "\"a,b\""), ("say \"yes\"", "\"say \"\"yes\"\"\""), ("=\"a\"", "\"'=\"\"a\"\"\""), ("Иван", "Иван"), ("", ""),
        ("a\r\nb", "\"a\r\nb\""), ("＝1", "'＝1"),
    ])
    func `no cell is a formula, and each is quoted where it must be`(_ text: String, _ cell: String) {
        #expect(CustomerSheet.cell(text) == cell)
    }

    @Test(arguments: Engine.required)
    func `a large export comes in parts, whole`(_ engine: Engine) async throws {
        let bench = try await ContactsBench(engine)
        try await CustomerCrowd.add(ExportCustomers.part * 2 + 3, to: bench.database)
        let caller = Caller(
            kind: .person, subject: "1", name: "Ann", scopes: [ContactsScope.export], viewer: .everything(role: "Test"))
        let response = try await ContactsBench.$caller.withValue(caller) {
            try await bench.door(HTTPRequest(method: .get, target: "/v1/customers/export?format=ndjson"))
        }
        let bytes = try await response.body.collect(upTo: 1 << 22)
        let ids = try String(decoding: bytes, as: UTF8.self).split(separator: "\n").map { line in
            try Shapes.decode(AccountResource.self, from: Array(line.utf8)).id.description
        }
        #expect(ids.count == ExportCustomers.part * 2 + 3 && ids == ids.sorted() && Set(ids).count == ids.count)
        #expect(response.fields["X-Export-Count"] == "\(ids.count) of \(ids.count)")
    }
}
