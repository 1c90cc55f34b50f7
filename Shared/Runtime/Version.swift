/// The version of the suite; the changelog says what is in it.
package enum Version {
    package static let current = "0.1.0"
}
