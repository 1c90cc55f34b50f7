/// What may import what. SwiftPM does not see it all: a target may import what its dependencies depend on, and folders of one
/// target are rooms with doors of their own.
enum ImportRules {
    /// A sentence for each import that the rules forbid.
    static func violations(in files: [SourceTree.File]) -> [String] {
        files.flatMap { file in
            file.imports.sorted().compactMap { module in
                reason(against: module, in: file).map { "\(file.path) imports \(module): \($0)" }
            }
        }
    }

    static let services: Set<String> = ["Contacts", "Orders", "Notifications", "Gateway"]
    static let engines: Set<String> = ["DatabasePostgres", "DatabaseSQLite", "EventsKafka", "CPostgres", "CSQLite", "CKafka"]

    private static func reason(against module: String, in file: SourceTree.File) -> String? {
        if file.path.hasPrefix("Tests/") { return nil }
        if module == "TestKit" || module == "Testing" { return inTestKit(file) ? nil : "only tests know TestKit" }
        if module == "Foundation", !file.path.hasPrefix("Shared/Presentation/"), !inTestKit(file) {
            return "only Presentation pays for Foundation"
        }
        if engines.contains(module), !engineRooms.contains(where: file.path.hasPrefix) { return "only Runtime knows the engines" }
        if services.contains(module), !file.path.contains("/Main/") { return "services never import each other" }
        if file.path.hasPrefix("Shared/"), module.hasSuffix("API") || module.hasSuffix("Pages") && module != "Pages" {
            return "Shared knows no service"
        }
        return roomReason(against: module, in: file)
    }

    private static func inTestKit(_ file: SourceTree.File) -> Bool { file.path.hasPrefix("Shared/TestKit/") }

    private static let engineRooms = [
        "Shared/DatabasePostgres/", "Shared/DatabaseSQLite/", "Shared/EventsKafka/", "Shared/Runtime/", "Shared/TestKit/",
    ]

    private static let vendor: Set<String> = ["Glibc", "Synchronization", "FoundationEssentials"]

    private static func roomReason(against module: String, in file: SourceTree.File) -> String? {
        if file.path.contains("/API/"), !["Core", "JSON"].contains(module) { return "an API is values and their JSON" }
        if file.isIn("Domain"), ["Database", "HTTP", "Events", "Jobs", "ServiceKit"].contains(module) {
            return "the domain knows neither storage nor transport"
        }
        if file.isIn("Store"), ["HTTP", "ServiceKit", "Jobs"].contains(module) { return "a store is SQL and rows" }
        if file.isIn("Migrations"), module != "Database" { return "a migration outlives every other type" }
        if file.isIn("Operations"), module == "ServiceKit" {
            return "an operation knows no HTTP conventions"
        }
        if file.path.contains("/Pages/"), !file.path.contains("/Service/"), ["Database", "Events", "Jobs"].contains(module) {
            return "a page asks APIs"
        }
        return nil
    }
}
