package import Core

/// The settings of notifications.
package enum NotificationSettings {
    package static let orderDays = Setting(
        "CRM_NOTIFICATIONS_ORDER_DAYS", default: "7", "No mail about an order that was placed more than so many days ago.")
    package static let productDays = Setting(
        "CRM_NOTIFICATIONS_PRODUCT_DAYS", default: "30", "No mail about a product that was released more than so many days ago.")
    package static let language = Setting(
        "CRM_NOTIFICATIONS_LANGUAGE", default: "en", "Language of mails to customers whose language is unknown: en or ru.")
    package static let publicURL = Setting.publicURL
    package static let from = Setting("CRM_MAIL_FROM", default: "shop@relata.example", "The sender's address.")
    package static let fromName = Setting("CRM_MAIL_FROM_NAME", default: "Relata", "The sender's name.")
    package static let host = Setting(
        "CRM_SMTP_HOST", default: "", "Mail server; empty: messages are written as .eml files into the data folder's mail/.")
    package static let port = Setting("CRM_SMTP_PORT", default: "587", "Port of the mail server.")
    package static let security = Setting("CRM_SMTP_SECURITY", default: "starttls", "none, starttls or tls.")
    package static let username = Setting("CRM_SMTP_USERNAME", default: "", "Name to sign in at the mail server with.")
    package static let password = Setting("CRM_SMTP_PASSWORD", default: "", "Its password.", secret: true)
    package static let helo = Setting("CRM_SMTP_HELO", default: "localhost", "The name by which we greet the mail server.")
    package static let caFile = Setting("CRM_SMTP_CA_FILE", default: "", "Certificates to trust instead of the system's (PEM).")
    package static let connections = Setting("CRM_SMTP_CONNECTIONS", default: "2", "Connections to the mail server at a time.")
    package static let ledgerDays = Setting(
        "CRM_NOTIFICATIONS_LEDGER_DAYS", default: "730", "Days that finished entries of the send ledger are kept.")

    package static let all = [
        orderDays, productDays, language, publicURL, from, fromName, host, port, security, username, password, helo, caFile,
        connections, ledgerDays,
    ]
}
