/// The address in a message at which its customer unsubscribes.
struct UnsubscribeLink: Sendable {
    let publicURL: String
    let secret: [UInt8]

    func url(_ mail: Mail) -> String {
        guard let account = mail.accountID else { return publicURL }
        return publicURL + "/unsubscribe/" + UnsubscribeToken(accountID: account, purpose: mail.kind.purpose).text(secret: secret)
    }
}
