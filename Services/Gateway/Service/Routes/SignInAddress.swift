/// Where a person signs in, and where to go afterwards.
enum SignInAddress {
    static let path = "/signin"

    /// The sign-in page that leads back to where the person wanted to go.
    static func back(to target: String) -> String {
        target == "/" ? path : path + "?next=" + PercentText.encoded(target)
    }

    /// Only addresses of our own are followed: a path, and no form of it that browsers read as another host.
    static func safe(_ next: String?) -> String {
        guard let next, next.hasPrefix("/"), !next.hasPrefix("//"), !next.contains("\\"), next.utf8.count <= 2000,
            next.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7f })
        else { return "/" }
        return next
    }
}
