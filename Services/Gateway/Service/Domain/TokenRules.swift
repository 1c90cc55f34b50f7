import Core

/// What a token can be, and who may make it.
enum TokenRules {
    static func check(_ wish: TokenWish) throws(Refusal) {
        guard !wish.name.isEmpty, wish.name.utf8.count <= 800 else {
            throw Refusal(.invalid, "out-of-range", "A token needs a name of 1 to 200 characters.")
        }
        guard !wish.scopes.isEmpty else { throw Refusal(.invalid, "missing", "A token needs at least one scope.") }
        if let unknown = wish.scopes.sorted().first(where: { !Scope.isKnown($0) }) {
            let names = Scope.all.map(\.name).joined(separator: ", ")
            throw Refusal(.invalid, "unknown-scope", "There is no scope \(unknown); there are \(names).")
        }
        guard wish.sources.allSatisfy({ !$0.isEmpty && $0.utf8.count <= 300 && $0.utf8.allSatisfy(isOfURI) }) else {
            throw Refusal(.invalid, "out-of-range", "A source is a URI without blanks, or a prefix of one that ends in *.")
        }
        // They travel with every request to a service.
        guard wish.sources.reduce(0, { $0 + $1.utf8.count }) <= 3000 else {
            throw Refusal(
                .invalid, "out-of-range", "The sources together have at most 3000 characters; use prefixes that end in *.")
        }
    }

    /// Throws `forbidden` for scopes and sources that the maker does not hold.
    static func check(_ wish: TokenWish, isWithin maker: Caller) throws(Refusal) {
        guard wish.scopes.allSatisfy(maker.holds), !wish.scopes.contains("*") || maker.scopes.contains("*") else {
            throw Refusal(.forbidden, "missing-scope", "A token cannot hold rights that its maker does not hold.")
        }
        if wish.scopes.contains(Scope.directory) { try checkMakesDirectory(maker) }
        try check(sources: wish.sources, areOf: maker)
    }

    /// A directory's token may give its users whatever groups are mapped to, which is more than its maker may.
    static func checkMakesDirectory(_ maker: Caller) throws(Refusal) {
        guard maker.scopes.contains("*") else {
            throw Refusal(.forbidden, "missing-scope", "Only an administrator makes a token for a directory.")
        }
    }

    static func check(sources: [String], areOf maker: Caller) throws(Refusal) {
        // A prefix is covered by a shorter one, as any text that begins with it is.
        guard sources.allSatisfy(maker.mayWrite) else {
            throw Refusal(.forbidden, "source-not-allowed", "A token cannot write for shops that its maker cannot write for.")
        }
    }

    private static func isOfURI(_ byte: UInt8) -> Bool {
        byte > 0x20 && byte != 0x7f && byte != UInt8(ascii: "\"") && byte != UInt8(ascii: "\\")
    }
}
