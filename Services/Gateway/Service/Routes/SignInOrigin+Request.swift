import Crypto
import HTTP

extension SignInOrigin {
    init(_ request: HTTPRequest) {
        self.init(
            address: request.remoteAddress, agent: BrowserName.short(request.fields["User-Agent"]),
            network: ClientNetwork.of(request.remoteAddress),
            browser: DoorCookie.browser.of(request) ?? SecureRandom.token(bytes: 18))
    }
}
