/// Rights over what this service holds.
package enum ContactsScope {
    package static let read = "customers:read"
    package static let write = "customers:write"
    package static let assign = "customers:assign"
    package static let export = "customers:export"
    package static let administer = "customers:administer"
}
