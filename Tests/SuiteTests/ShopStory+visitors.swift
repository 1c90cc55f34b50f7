import HTTP
import JSON
import TestKit
import Testing

/// What those see who have no token: readers of mails, people at the sign-in page, programs that look for the API.
extension ShopStory {
    /// Those who agreed hear of a new lamp, and no more once they unsubscribed by the link of the message.
    func checkNewProducts() async throws {
        try await tellOfLamp("LAMP-2", to: ["anna@lantern.example", "boris@lantern.example"])
        let link = try #require(try await unsubscribeLink(of: "anna@lantern.example"))
        #expect(link.hasPrefix(client.address + "/unsubscribe/"))
        let visitor = SuiteClient(address: link, token: nil)
        let page = try await visitor.request(.get, "")
        #expect(page.status == 200)
        #expect(page.text.contains("<button"))
        let done = try await visitor.request(
            .post, "", [("Content-Type", "application/x-www-form-urlencoded")], body: Array("List-Unsubscribe=One-Click".utf8))
        #expect(done.status == 200)
        try await tellOfLamp("LAMP-3", to: ["boris@lantern.example"])
        let anna = try await customer("anna@lantern.example")
        try await eventually("the history of Anna tells of it") {
            try await kinds("/v1/customers/\(anna)/timeline")["consent.withdrawn"] == 1
        }
        let forged = SuiteClient(address: String(link.dropLast()), token: nil)
        #expect(try await forged.request(.post, "").status == 404)
    }

    private func tellOfLamp(_ sku: String, to readers: [String]) async throws {
        #expect(try await client.send(shop.newLamp(sku)).status == 202)
        try await eventually("the mails of \(sku) are sent") {
            let sent = try await mails().filter { $0["state"]?.string == "sent" && $0["subject"]?.string?.contains(sku) == true }
            return sent.compactMap { $0["recipient"]?.string }.sorted() == readers
        }
    }

    /// Of the newest message about a product.
    private func unsubscribeLink(of reader: String) async throws -> String? {
        let mail = try await mails().first { $0["recipient"]?.string == reader && $0["kind"]?.string == "new-product" }
        let id = mail?["id"]?.string ?? ""
        let text =
            suite.mail?.messages.first { $0.id.contains(id) }?.text
            ?? SuiteProcesses.contents(of: "\(suite.mailFolder)/\(id).eml")
        let message = SMTPSink.Message(recipients: [reader], text: text)
        #expect(message.header("List-Unsubscribe-Post") == "List-Unsubscribe=One-Click")
        return message.header("List-Unsubscribe")?.filter { !"<> ".contains($0) }
    }

    func checkPublicPages() async throws {
        for client in clients {
            let document = try await client.get("/openapi.json")
            #expect(document["openapi"]?.string?.hasPrefix("3.1") == true)
            let paths = Set(document["paths"]?.object?.members.map(\.key) ?? [])
            let expected: Set = [
                "/v1/events", "/v1/orders", "/v1/order-intake", "/v1/customers", "/v1/customers/{id}", "/v1/mails",
                "/unsubscribe/{token}",
            ]
            #expect(expected.subtracting(paths) == [])
            let stranger = SuiteClient(address: client.address, token: nil)
            #expect(try await stranger.request(.get, "/v1/orders").status == 401)
            #expect(try await stranger.request(.get, "/health/live").status == 200)
            #expect(try await stranger.request(.get, "/metrics").status == 401)
            #expect(try await client.request(.get, "/metrics").text.contains("gateway_request_seconds"))
        }
    }

    /// The administrator's password, from the file, opens the pages; at every gateway.
    func checkSignIn() async throws {
        let password = SuiteProcesses.contents(of: suite.dataFolder + "/admin-password").filter { $0 != "\n" }
        let browser = SuiteClient(address: clients[clients.count - 1].address, token: nil)
        let html = ("Accept", "text/html")
        let away = try await browser.request(.get, "/orders", [html])
        #expect(away.status == 303)
        #expect(away.fields["Location"]?.hasPrefix("/signin") == true)
        #expect(try await browser.request(.get, "/signin", [html]).text.contains("type=\"password\""))
        let type = ("Content-Type", "application/x-www-form-urlencoded")
        let wrong = try await browser.request(.post, "/signin", [html, type], body: Array("login=admin&password=x".utf8))
        #expect(wrong.status == 422)
        let right = try await browser.request(
            .post, "/signin", [html, type], body: Array("login=admin&password=\(password)".utf8))
        #expect(right.status == 303, "\(right.text)")
        let cookie = try #require(right.fields["Set-Cookie"]?.split(separator: ";").first.map(String.init))
        for client in clients {
            let inside = SuiteClient(address: client.address, token: nil)
            for path in ["/orders", "/customers", "/mails", "/intake"] {
                let page = try await inside.request(.get, path, [html, ("Cookie", cookie)])
                #expect(page.status == 200, "\(path)")
            }
            #expect(try await inside.request(.get, "/customers", [html, ("Cookie", cookie)]).text.contains("Anna Leuchter"))
        }
    }
}
