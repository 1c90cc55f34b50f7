import JSON
import Replay
import Testing

@Suite struct DoorAnswerTests {
    private static let receipt = #"{"outcome":"accepted","id":"e","source":"s","sequence":1,"signature":"x"}"#
    private static let refusal =
        #"{"status":422,"code":"missing","detail":"d","errors":[{"pointer":"/total","code":"missing","detail":"Is required."}],"#
        + #""receipt":{"outcome":"rejected","id":"e"}}"#

    @Test(arguments: [
        (202, receipt, "accepted"), (202, #"{"outcome":"waiting","id":"e"}"#, "waiting"),
        (200, #"{"outcome":"duplicate","first":\#(receipt)}"#, "duplicate"),
        (201, #"{"order":{},"receipt":\#(receipt)}"#, "accepted"), (200, #"{"order":{},"receipt":\#(receipt)}"#, "duplicate"),
        (422, refusal, "rejected missing /total"), (409, refusal, "conflict missing /total"),
        (413, #"{"code":"too-large","detail":"d","receipt":{"outcome":"rejected"}}"#, "rejected too-large"),
        (422, #"{"code":"missing"}"#, nil), (202, #"{"outcome":"rejected"}"#, nil), (201, receipt, nil), (500, receipt, nil),
        (200, "{}", nil), (202, "no json", nil),
    ])
    func `reads every answer that the contract knows, and no other`(status: Int, body: String, expected: String?) {
        let answer = DoorAnswer(status: status, body: Array(body.utf8))
        let text = answer.map { [$0.outcome.rawValue, $0.code, $0.pointer].compactMap { $0 }.joined(separator: " ") }
        #expect(text == expected)
    }

    @Test func `adds the equation up by itself`() throws {
        func sums(_ waiting: Int, balanced: Bool) throws -> IntakeSums? {
            let text =
                #"{"received":10,"accepted":4,"waiting":\#(waiting),"rejected":2,"superseded":0,"discarded":0,"duplicates":3,"#
                + #""balanced":\#(balanced)}"#
            return IntakeSums(try JSONValue.parse(Array(text.utf8)))
        }
        #expect(try sums(1, balanced: true)?.isBalanced == true)
        #expect(try sums(2, balanced: true)?.isBalanced == false)
        #expect(try sums(1, balanced: false)?.isBalanced == false)
        #expect(IntakeSums(["received": 1, "balanced": true]) == nil)
    }
}
