// swift-tools-version: 6.2
import PackageDescription

// One list of settings for every target; it must stand above `package`, where it would silently do nothing.
let settings: [SwiftSetting] = [
    .swiftLanguageMode(.v6),
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
    .enableUpcomingFeature("InferIsolatedConformances"),
    .enableUpcomingFeature("ImmutableWeakCaptures"),
    .treatAllWarnings(as: .error),
]

/// For the event loops: that no access overlaps another is checked wherever tests run, which is in debug builds, and not at each of the
/// forty accesses that a request makes to its connection in release.
let unchecked = settings + [.unsafeFlags(["-enforce-exclusivity=unchecked"], .when(configuration: .release))]

/// A C library of the distribution, found by pkg-config.
func library(_ name: String, _ pkgConfig: String, _ apt: String) -> Target {
    .systemLibrary(name: name, path: "Shared/C/\(name)", pkgConfig: pkgConfig, providers: [.apt([apt])])
}

/// A shim in C or C++, where variadics, macros or C++ keep Swift from calling the library itself.
func shim(_ name: String, links: [String] = []) -> Target {
    .target(name: name, path: "Shared/C/\(name)", linkerSettings: links.map { .linkedLibrary($0) })
}

/// The style sheet and the modules of the pages, which become part of the program.
let assets: [Resource] =
    ["tokens", "base", "layout", "parts", "lists", "forms", "floats", "charts", "narrow", "print"].map {
        .embedInCode("Styles/\($0).css")
    }
    + ["fragment", "passkeys", "frame", "palette", "keys", "guard", "toasts", "worker", "morph", "live", "lists", "progress"]
    .map { .embedInCode("Scripts/\($0).js") }

func shared(
    _ name: String, _ dependencies: [Target.Dependency] = [], resources: [Resource] = [], settings: [SwiftSetting] = settings
) -> Target {
    .target(name: name, dependencies: dependencies, path: "Shared/\(name)", resources: resources, swiftSettings: settings)
}

func target(_ name: String, _ path: String, _ dependencies: [Target.Dependency]) -> Target {
    .target(name: name, dependencies: dependencies, path: path, swiftSettings: settings)
}

func executable(_ name: String, _ path: String, _ dependencies: [Target.Dependency]) -> Target {
    .executableTarget(name: name, dependencies: dependencies, path: path, swiftSettings: settings)
}

func tests(_ name: String, _ dependencies: [Target.Dependency]) -> Target {
    .testTarget(name: name, dependencies: dependencies, path: "Tests/\(name)", swiftSettings: settings)
}

let apis: [Target.Dependency] = ["GatewayAPI", "ContactsAPI", "NotificationsAPI", "OrdersAPI"]
let foundation: [Target.Dependency] = [
    "Core", "JSON", "Observability", "Database", "Events", "Jobs", "HTTP", "Access", "Audit", "Changes", "ServiceKit",
]

/// A service: its public values (API), its library, its pages for the gateway and its executable.
func service(_ name: String, _ extra: [Target.Dependency] = []) -> [Target] {
    [
        target("\(name)API", "Services/\(name)/API", ["Core", "JSON"]),
        target(name, "Services/\(name)/Service", foundation + apis + extra),
        target(
            "\(name)Pages", "Services/\(name)/Pages",
            ["Core", "JSON", "HTTP", "HTML", "Presentation", "Pages", "Audit", "ServiceKit"] + apis),
        executable("\(name)Main", "Services/\(name)/Main", [.init(stringLiteral: name), "Runtime"]),
    ]
}

let package = Package(
    name: "relata",
    products: [
        .executable(name: "gateway", targets: ["GatewayMain"]),
        .executable(name: "contacts", targets: ["ContactsMain"]),
        .executable(name: "orders", targets: ["OrdersMain"]),
        .executable(name: "notifications", targets: ["NotificationsMain"]),
        .executable(name: "crm", targets: ["SuiteMain"]),
    ],
    targets: [
        library("CPostgres", "libpq", "libpq-dev"),
        library("CSQLite", "sqlite3", "libsqlite3-dev"),
        library("CKafka", "rdkafka", "librdkafka-dev"),
        library("CSodium", "libsodium", "libsodium-dev"),
        library("COpenSSL", "openssl", "libssl-dev"),
        library("CGMime", "gmime-3.0", "libgmime-3.0-dev"),
        library("CZlib", "zlib", "zlib1g-dev"),
        library("CQRencode", "libqrencode", "libqrencode-dev"),
        library("CFido2", "libfido2", "libfido2-dev"),
        shim("CLoop"),
        shim("CCurl", links: ["curl"]),
        shim("CPhoneNumber", links: ["phonenumber"]),

        shared("Core"),
        shared("JSON", ["Core"]),
        shared("Crypto", ["Core", "JSON", "CSodium", "COpenSSL"]),
        shared("Compression", ["Core", "CZlib"]),
        shared("Observability", ["Core"]),
        shared("Database", ["Core", "Observability"]),
        shared("DatabasePostgres", ["Core", "Observability", "Database", "CPostgres"]),
        shared("DatabaseSQLite", ["Core", "Observability", "Database", "CSQLite"]),
        shared("Events", ["Core", "JSON", "Observability", "Database"]),
        shared("EventsKafka", ["Core", "Observability", "Events", "CKafka"]),
        shared("Jobs", ["Core", "JSON", "Observability", "Database"]),
        shared("Access", ["Core", "JSON", "Database", "Events"]),
        shared("Changes", ["Core", "JSON", "Crypto", "Database", "Access"]),
        shared("Audit", ["Core", "JSON", "Crypto", "Observability", "Database", "Events"]),
        shared("HTTP", ["Core", "Observability", "Crypto", "CLoop", "CCurl", "COpenSSL"], settings: unchecked),
        shared("HTML"),
        shared("Presentation", ["Core"]),
        shared("Pages", ["Core", "HTML", "Presentation"], resources: assets),
        shared(
            "ServiceKit", ["Core", "JSON", "Crypto", "Observability", "Database", "Events", "Jobs", "HTTP", "Audit", "Changes"]),
        shared("Mail", ["Core", "CGMime", "CCurl"]),
        shared("QRCodes", ["CQRencode"]),
        shared("PhoneNumbers", ["Core", "CPhoneNumber"]),
        shared("Passkeys", ["Core", "JSON", "Crypto", "CFido2"]),
        shared(
            "Runtime",
            [
                "Core", "JSON", "Crypto", "Observability", "Database", "DatabasePostgres", "DatabaseSQLite", "Events",
                "EventsKafka", "Jobs", "HTTP", "Access", "Audit", "ServiceKit",
            ]),
        shared(
            "TestKit",
            [
                "Core", "JSON", "Crypto", "Observability", "Database", "DatabasePostgres", "DatabaseSQLite", "Events",
                "EventsKafka", "Jobs", "HTTP", "Access", "Audit", "ServiceKit", "Runtime", "CKafka", "COpenSSL",
            ]),

        target("GatewayAPI", "Services/Gateway/API", ["Core", "JSON"]),
        target(
            "Gateway", "Services/Gateway/Service",
            foundation + apis + [
                "Crypto", "Passkeys", "QRCodes", "Replay", "HTML", "Presentation", "Pages", "ContactsPages", "NotificationsPages",
                "OrdersPages",
            ]),
        executable("GatewayMain", "Services/Gateway/Main", ["Gateway", "Runtime"]),
        target(
            "Replay", "Services/Suite/Replay", ["Core", "JSON", "HTTP", "Compression"]),
        executable(
            "SuiteMain", "Services/Suite/Main",
            [
                "Core", "JSON", "Crypto", "Observability", "Database", "HTTP", "Audit", "ServiceKit", "Gateway", "Contacts",
                "Orders",
                "Notifications", "Replay", "Runtime",
            ]),

        executable(
            "LoadMain", "Tests/Load",
            [
                "Core", "JSON", "Crypto", "Observability", "Database", "Events", "Jobs", "HTTP", "Access", "Audit", "ServiceKit",
                "Runtime", "Orders", "Contacts", "ContactsAPI",
            ]),
        .executableTarget(
            name: "LoadReference", dependencies: ["CPostgres", "CSQLite"], path: "Tests/LoadReference",
            linkerSettings: [.linkedLibrary("pthread")]),

        tests("CoreTests", ["Core"]),
        tests("JSONTests", ["JSON", "Core"]),
        tests("CryptoTests", ["TestKit", "Crypto", "Core", "JSON"]),
        tests("PasskeysTests", ["TestKit", "Passkeys", "Crypto", "Core", "JSON"]),
        tests("CompressionTests", ["Compression", "Core"]),
        tests("HTTPTests", ["HTTP", "Core", "Observability"]),
        tests("DatabaseTests", ["TestKit", "Database", "DatabasePostgres", "DatabaseSQLite", "Observability", "Core"]),
        tests("EventsTests", ["TestKit", "Events", "EventsKafka", "Database", "Core", "JSON"]),
        tests("AccessTests", ["TestKit", "Access", "Database", "Events", "Core", "JSON"]),
        tests(
            "ChangesTests", ["TestKit", "Changes", "Access", "Database", "DatabasePostgres", "Events", "Core", "JSON"]),
        tests("AuditTests", ["TestKit", "Audit", "Database", "Events", "Core", "JSON", "Crypto", "Observability"]),
        tests("JobsTests", ["TestKit", "Jobs", "Database", "Core", "JSON"]),
        tests("MailTests", ["TestKit", "Mail", "Core"]),
        tests("PresentationTests", ["Presentation", "Pages", "HTML", "PhoneNumbers", "QRCodes", "Core"]),
        tests(
            "ServiceKitTests",
            [
                "TestKit", "ServiceKit", "Audit", "HTTP", "JSON", "Crypto", "Database", "Events", "Jobs", "Observability", "Core",
            ]),
        tests(
            "OrdersTests", ["TestKit", "Orders", "OrdersPages", "HTML", "Presentation", "Pages", "Crypto"] + foundation + apis),
        tests("ContactsTests", ["TestKit", "Contacts", "ContactsPages", "HTML", "Presentation", "Pages"] + foundation + apis),
        tests("NotificationsTests", ["TestKit", "Notifications", "Mail"] + foundation + apis),
        tests("GatewayTests", ["TestKit", "Gateway", "Crypto", "Passkeys", "Pages", "HTML"] + foundation + apis),
        tests(
            "SuiteTests",
            ["TestKit", "Runtime", "Crypto", "Gateway", "Orders", "Contacts", "Notifications", "Replay"] + foundation + apis),
        tests("ReplayTests", ["Replay", "Core", "JSON", "Compression"]),
        tests("ArchitectureTests", []),
    ]
        + service("Contacts", ["Crypto", "PhoneNumbers"])
        + service("Orders", ["Crypto"])
        + service("Notifications", ["Mail", "HTML", "Presentation", "Crypto"]),
    cxxLanguageStandard: .cxx17
)

// For the daily loop: CRM_ONLY=ContactsTests,CoreTests builds these targets and what they stand on, and nothing else.
if let only = Context.environment["CRM_ONLY"] {
    var kept: Set<String> = []
    var open = only.split(separator: ",").map(String.init)
    while let name = open.popLast() {
        guard kept.insert(name).inserted, let target = package.targets.first(where: { $0.name == name }) else { continue }
        for case .byNameItem(let dependency, _) in target.dependencies { open.append(dependency) }
    }
    package.targets.removeAll { !kept.contains($0.name) }
    package.products.removeAll()
}
