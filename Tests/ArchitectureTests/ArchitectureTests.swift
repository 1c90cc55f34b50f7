import Foundation
import Testing

@Suite struct ArchitectureTests {
    @Test func `the sources are found`() {
        #expect(SourceTree.files.count > 100)
    }

    @Test func `every import is one that the design allows`() {
        #expect(ImportRules.violations(in: SourceTree.files) == [])
    }

    @Test(arguments: [
        ("Services/Orders/Service/Domain/Order.swift", "import Database"),
        ("Services/Orders/Service/Operations/Place.swift", "package import Contacts"),
        ("Services/Orders/Service/Store/OrderStore.swift", "import HTTP"),
        ("Services/Orders/Service/Routes/OrderRoutes.swift", "import DatabasePostgres"),
        ("Services/Orders/API/OrderID.swift", "import Database"),
        ("Services/Orders/Service/Migrations/M0001_Orders.swift", "import Core"),
        ("Shared/Core/ID.swift", "import Foundation"),
        ("Shared/ServiceKit/Module/Route.swift", "internal import OrdersAPI"),
    ])
    func `an import that crosses a wall is found`(path: String, line: String) {
        #expect(ImportRules.violations(in: [SourceTree.File(path: path, lines: [line[...]])]).count == 1)
    }

    @Test func `no file is longer than 400 lines`() {
        let long = SourceTree.files.filter { $0.lines.count > 401 }.map { "\($0.path): \($0.lines.count)" }
        #expect(long == [])
    }

    @Test func `no name of a drawer is used`() {
        let drawers = ["Utils", "Helpers", "Common", "Manager", "Impl", "Extensions"]
        let named = SourceTree.files.map(\.path).filter { path in
            path.split(separator: "/").contains { part in drawers.contains { part.dropSuffix(".swift").hasSuffix($0) } }
        }
        #expect(named == [])
    }

    @Test func `SQL text stands in stores, queries and migrations only`() {
        let rooms = [
            "/Store/", "/Migrations/", "Shared/Database", "Shared/Events/", "Shared/Jobs/", "Shared/Runtime/", "Shared/TestKit/",
            "Shared/Access/", "Shared/Audit/", "Shared/Changes/",
        ]
        let words = ["INSERT INTO ", "DELETE FROM ", "SELECT "]
        let strays = SourceTree.files.filter { file in
            !file.path.hasPrefix("Tests/") && !rooms.contains { file.path.contains($0) }
                && file.lines.contains { line in
                    !line.drop(while: \.isWhitespace).hasPrefix("//") && words.contains { line.contains($0) }
                }
        }
        #expect(strays.map(\.path) == [])
    }

    @Test func `what the README links to exists`() throws {
        let text = try String(contentsOf: SourceTree.root.appending(path: "README.md"), encoding: .utf8)
        let links = text.split(separator: "](").dropFirst().compactMap { $0.split(separator: ")").first.map(String.init) }
        #expect(links.count > 20)
        let missing = links.filter { link in
            !link.hasPrefix("http")
                && !FileManager.default.fileExists(atPath: SourceTree.root.appending(path: link).path(percentEncoded: false))
        }
        #expect(missing == [])
    }

    @Test func `the top level holds what was agreed`() throws {
        let names = try FileManager.default.contentsOfDirectory(atPath: SourceTree.root.path(percentEncoded: false))
        let agreed: Set<String> = ["Package.swift", "Services", "Shared", "Tests", "docker-compose.yml", "README.md", "LICENSE"]
        #expect(names.filter { !$0.hasPrefix(".") && !agreed.contains($0) } == [])
    }
}

extension Substring {
    fileprivate func dropSuffix(_ suffix: String) -> Substring { hasSuffix(suffix) ? dropLast(suffix.count) : self }
}
