import Foundation

/// The Swift files of the repository with their imports.
struct SourceTree {
    struct File: Sendable {
        /// From the repository's root: `Services/Orders/Service/Domain/Order.swift`.
        let path: String
        let lines: [Substring]

        /// Modules that are imported, with or without an access level or attributes.
        var imports: Set<String> {
            Set(
                lines.compactMap { line in
                    let words = line.split(separator: " ").filter { !$0.hasPrefix("@") }
                    guard let keyword = words.firstIndex(of: "import"), keyword <= 1, words.count > keyword + 1 else {
                        return nil
                    }
                    return words[keyword + 1].split(separator: ".").first.map(String.init)
                })
        }

        /// The part of the path that is a folder with rules: `Domain` of a service.
        func isIn(_ folder: String) -> Bool { path.contains("/Service/\(folder)/") }
    }

    static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

    static let files: [File] = {
        ["Services", "Shared", "Tests"].flatMap { place -> [File] in
            let folder = root.appending(path: place)
            let names = FileManager.default.enumerator(atPath: folder.path(percentEncoded: false))
            return (names?.compactMap { $0 as? String } ?? []).filter { $0.hasSuffix(".swift") }.sorted().compactMap { name in
                guard let text = try? String(contentsOf: folder.appending(path: name), encoding: .utf8) else { return nil }
                return File(path: "\(place)/\(name)", lines: text.split(separator: "\n", omittingEmptySubsequences: false))
            }
        }
    }()
}
