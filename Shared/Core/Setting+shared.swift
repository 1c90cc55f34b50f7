/// Settings that more than one service reads.
extension Setting {
    package static let publicURL = Setting(
        "CRM_PUBLIC_URL", default: "http://127.0.0.1:8080",
        "The address at which people reach the gateway: links in mails lead there, and passkeys are for its name alone.")
}
