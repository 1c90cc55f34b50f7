/// What libFuzzer calls with bytes of its own making: the parser must not crash, must read the same whole and cut in pieces, and
/// must accept nothing that the strict table, written once more without its code, refuses. `Shared/Scripts/fuzz` builds it.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzRequest(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    let bytes = Array(UnsafeBufferPointer(start: start, count: count))
    let whole = ParsedMessages(requests: bytes)
    let cut = ParsedMessages(requests: bytes, cuts: [count / 3, count / 3])
    // Of two faults in one head, another may be seen first when it comes in pieces; both refuse it.
    precondition(whole.messages == cut.messages, "read otherwise when cut")
    precondition((whole.refusal == nil) == (cut.refusal == nil), "refused otherwise when cut")
    precondition(whole.messages.isEmpty || IndependentCheck.allows(bytes), "accepted what the strict table refuses")
    return 0
}
