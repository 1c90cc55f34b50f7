package import Core

/// The operator's rate limits.
package enum RateSettings {
    package static let token = Setting(
        "CRM_GATEWAY_RATE", default: "5000",
        "Requests a second that one token may make, with twice as many at once; 0: no limit, as for the other rates.")
    package static let account = Setting(
        "CRM_GATEWAY_ACCOUNT_RATE", default: "10000",
        "Requests a second that one user may make over all of his browsers and tokens, with twice as many at once.")
    package static let address = Setting(
        "CRM_GATEWAY_ADDRESS_RATE", default: "200",
        "Requests a second from one address (of IPv6 one /64) by those who have not signed in, with twice as many at once.")
    package static let signIn = Setting(
        "CRM_GATEWAY_SIGNIN_RATE", default: "300",
        "Attempts a minute to sign in, to reset a password and the like from one address, all of them at once if need be.")
    package static let costly = Setting(
        "CRM_GATEWAY_COSTLY_RATE", default: "60",
        "Requests a minute that one user or program may make of those that cost much, all of them at once if need be.")
    package static let all = [token, account, address, signIn, costly]

    static func quotas(_ settings: Settings) throws -> [RateLimiter.Policy: RateQuota] {
        var quotas: [RateLimiter.Policy: RateQuota] = [:]
        quotas[.token] = try quota(settings, token, each: 1)
        quotas[.account] = try quota(settings, account, each: 1)
        quotas[.address] = try quota(settings, address, each: 1)
        quotas[.signIn] = try quota(settings, signIn, each: 60)
        quotas[.costly] = try quota(settings, costly, each: 60)
        return quotas
    }

    private static func quota(_ settings: Settings, _ setting: Setting, each seconds: Int) throws -> RateQuota? {
        let rate = try settings.integer(setting)
        guard (0...10_000_000).contains(rate) else {
            throw SettingError(setting: setting.name, expected: "a whole number from 0 to 10000000")
        }
        guard rate > 0 else { return nil }
        // What comes within a second is bursty by nature; a minute's quota is its own burst.
        return seconds == 1 ? RateQuota(requests: 2 * rate, seconds: 2) : RateQuota(requests: rate, seconds: seconds)
    }
}
