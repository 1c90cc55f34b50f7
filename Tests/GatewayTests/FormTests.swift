import Core
import HTTP
import JSON
import Testing

@testable import Gateway

@Suite struct FormTests {
    private func read(_ body: String, type: String = "application/x-www-form-urlencoded", limit: Int = 1000) async throws
        -> FormBody
    {
        let request = HTTPRequest(
            method: .post, target: "/", fields: [("Content-Type", type)], body: .bytes(Array(body.utf8)))
        return try await FormBody.read(request, limit: limit)
    }

    @Test func `a form is read as browsers write it`() async throws {
        let form = try await read(
            "a=1&b=%D0%AF+%26+%3D&c=&d&a=2&e=x%0D%0Ay%0D%0A", type: "Application/X-WWW-Form-urlencoded; charset=UTF-8")
        #expect(form["a"] == "1" && form["b"] == "Я & =" && form["c"] == "" && form["d"] == "")
        #expect(form["e"] == "x\ny\n" && form["f"] == nil)
        #expect(form.filled("e") == "x\ny" && form.filled("c") == nil)
    }

    @Test(arguments: [
        ("a=1", "text/plain", 1000, "unsupported-media-type"), ("a=1", "multipart/form-data", 1000, "unsupported-media-type"),
        ("a=12345", "application/x-www-form-urlencoded", 6, "too-large"),
        (String(repeating: "a&", count: 101), "application/x-www-form-urlencoded", 1000, "too-many-fields"),
    ])
    func `what is no form, or too much of one, is refused`(body: String, type: String, limit: Int, code: String) async throws {
        let refusal = await #expect(throws: Refusal.self) { try await read(body, type: type, limit: limit) }
        #expect(refusal?.code == code)
    }

    @Test func `a rejected event is corrected, and the service gets the data as they were typed`() async throws {
        let gateway = try await TestGateway()
        let browser = try await Browser.signIn(gateway)
        let data = "{\"total\": 13912.0,\r\n \"note\": \"Я\"}"
        let answer = try await browser.post("/intake/rejected/17/retry", [("try", "corrected"), ("data", data)])
        #expect(answer.status == 303 && answer.location == "/intake?done=accepted")
        let sent = try #require(gateway.asked.all.last { $0.method == .post })
        #expect(sent.target == "/v1/order-intake/rejected/17/retry")
        #expect(sent.fields["Content-Type"] == "application/json")
        #expect(try await sent.body.collect(upTo: 1000).text == #"{"data":{"total":13912.0,"note":"Я"}}"#)
        #expect(try await browser.get("/intake?done=accepted").text.contains("Событие принято."))
        #expect(try await browser.get("/intake?done=%3Cb%3E").status == 200)
    }

    @Test func `trying as received sends no data, whatever stands in the form`() async throws {
        let gateway = try await TestGateway()
        let browser = try await Browser.signIn(gateway)
        let answer = try await browser.post("/intake/rejected/17/retry", [("try", "received"), ("data", "no json")])
        #expect(answer.status == 303)
        #expect(try await gateway.asked.all.last { $0.method == .post }?.body.collect(upTo: 1000).text == "{}")
    }

    @Test func `what is refused again stands in the form as it was typed, with the reason`() async throws {
        let gateway = try await TestGateway()
        let browser = try await Browser.signIn(gateway)
        let again = try await browser.post("/intake/rejected/17/retry", [("try", "corrected"), ("data", #"{"total":14012}"#)])
        #expect(again.status == 422 && again.text.contains("Снова отклонено: The lines come to 13912."))
        #expect(again.text.contains("{&quot;total&quot;:14012}"))
        let broken = try await browser.post("/intake/rejected/17/retry", [("try", "corrected"), ("data", "{\"total\": <b>")])
        #expect(broken.status == 422 && broken.text.contains("Это не JSON"))
        #expect(broken.text.contains("{&quot;total&quot;: &lt;b&gt;"))
        // Nothing can be smuggled in beside the data.
        _ = try await browser.post("/intake/rejected/17/retry", [("try", "corrected"), ("data", #"1},"x":{"a":1"#)])
        #expect(gateway.asked.all.filter { $0.method == .post }.count == 1)
        for page in [again, broken] { PageRules.check(page.text, "/intake/rejected/17/retry") }
    }

    @Test func `an event is set aside only with a reason`() async throws {
        let gateway = try await TestGateway()
        let browser = try await Browser.signIn(gateway)
        #expect(try await browser.post("/intake/rejected/17/discard", [("reason", " ")]).status == 422)
        let done = try await browser.post("/intake/rejected/17/discard", [("reason", " Проба \"магазина\" ")])
        #expect(done.location == "/intake?done=discarded")
        let sent = try #require(gateway.asked.all.last { $0.method == .post })
        #expect(try await sent.body.collect(upTo: 1000).text == #"{"reason":"Проба \"магазина\""}"#)
    }

    @Test func `a decision about a mail goes to notifications in the person's own name`() async throws {
        let gateway = try await TestGateway()
        try await gateway.addUser("reader", password: "a long password", scopes: ["mails:read"], language: "ru")
        let path = "/mails/\(FakeResources.id)"
        let reader = try await Browser.signIn(gateway, login: "reader", password: "a long password")
        #expect(try await reader.post(path + "/resolve", [("decision", "sent")]).status == 403)
        let browser = try await Browser.signIn(gateway)
        #expect(try await browser.post(path + "/resolve", [("decision", "resend")]).location == path)
        let sent = try #require(gateway.asked.all.last { $0.method == .post })
        #expect(sent.caller.kind == .person && sent.caller.name == "Administrator")
        #expect(try await sent.body.collect(upTo: 1000).text == #"{"decision":"resend"}"#)
    }

    @Test func `search, order and place in a list reach the service, each value encoded`() async throws {
        let gateway = try await TestGateway()
        let browser = try await Browser.signIn(gateway)
        let page = try await browser.get("/customers?q=a%26limit%3D9%23&sort=-name&cursor=c+1")
        #expect(gateway.asked.targets.contains("/v1/customers?q=a%26limit%3D9%23&sort=-name&cursor=c%201"))
        #expect(page.text.contains("cursor=c%201"))
        _ = try await browser.get("/orders?q=5%2F6&state=unpaid")
        #expect(gateway.asked.targets.contains("/v1/orders?state=unpaid&number=5%2F6&sort=-placedAt"))
        let mails = try await browser.get("/mails?state=sent").text
        #expect(mails.contains("state=sent&amp;cursor=m%2F1"))
    }
}
