import Core

/// A part of the organization. What waits in its queue and what its members own is its own.
struct Unit: Hashable, Sendable {
    let id: ID
    /// `nil` for the root alone.
    let parentID: ID?
    let name: String
    let managerID: ID?
    let isActive: Bool
    let version: Int64
}
