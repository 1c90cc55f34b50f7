import ServiceKit

/// The pages that people see.
struct PageRoutes: Sendable {
    private let platform: Platform

    init(_ platform: Platform) {
        self.platform = platform
    }

    var routes: [Route] { [] }
}
