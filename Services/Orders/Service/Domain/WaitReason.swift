/// Why an event waits; it is applied by itself when that comes.
package enum WaitReason: String, Sendable, Hashable, CaseIterable {
    case orderNotPlaced = "order-not-placed"
    case shipmentUnknown = "shipment-unknown"
    case notShippedYet = "not-shipped-yet"
}
