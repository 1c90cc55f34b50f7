import Core
import HTTP

extension HTTPRequest {
    /// The address of this installation as the client calls it, such as `https://crm.example.com`. It goes to who asks and nobody else,
    /// and a provider sends people back only to addresses that are registered with it; so a made-up name leads nowhere.
    func ownAddress() throws(Refusal) -> String {
        guard let host = fields["Host"], WebPlace("https://" + host) != nil, !host.contains(where: { "/?".contains($0) }) else {
            throw Refusal(.malformed, "bad-host", "The request names no host that can be returned to.")
        }
        return (isSecure ? "https://" : "http://") + host
    }
}
