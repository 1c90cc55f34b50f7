/// What the gateway tells itself on topic `crm.gateway.v1`, so that every process of it lets the bells of its browsers ring.
package enum NoticeEvents {
    /// Data: `{"receiver"}`; the key is the receiver. Somebody has a new notice, or has read one.
    package static let changed = "crm.gateway.notice.changed.v1"
}
