import HTML
import Testing

@Suite struct HTMLTests {
    @Test(arguments: [
        ("plain", "plain"), ("Ёлка & Ко", "Ёлка &amp; Ко"),
        ("<script>alert('x')</script>", "&lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt;"),
        ("\" onload=\"x", "&quot; onload=&quot;x"), ("&amp;", "&amp;amp;"), ("", ""), ("👩‍👩‍👧<", "👩‍👩‍👧&lt;"),
        ("a\u{301}>", "a\u{301}&gt;"),
        (">\u{301}", "&gt;\u{301}"),
    ]) func `a value is escaped, in text and in attributes`(value: String, escaped: String) {
        let html: HTML = "<b title=\"\(value)\">\(value)</b>"
        #expect(html.text == "<b title=\"\(escaped)\">\(escaped)</b>")
        #expect(HTML(escaping: value).text == escaped)
    }

    @Test func `markup is put into markup as it is`() {
        let cell: HTML = "<td>\("<")</td>"
        let none: HTML? = nil
        let html: HTML =
            "<tr>\(cell)\([cell, cell])\(none)\(42)\(raw: "<hr>")\(" hidden", when: false)\(" shown", when: true)</tr>"
        #expect(html.text == "<tr><td>&lt;</td><td>&lt;</td><td>&lt;</td>42<hr> shown</tr>")
        #expect([cell, "<br>"].joined(separator: ", ").text == "<td>&lt;</td>, <br>")
    }

    @Test(arguments: [
        "/orders/1?a=b&c=d#e", "orders", "?page=2", "#top", "https://x.example/a:b", "http://x", "HTTPS://x", "mailto:a@b.test",
        "tel:+7916",
        "a/b:c", "./x",
    ]) func `a safe address stays`(url: String) {
        #expect(HTML.isSafe(url: url))
    }

    @Test(arguments: [
        "javascript:alert(1)", "JaVaScRiPt:alert(1)", " javascript:alert(1)", "java\tscript:alert(1)", "\u{1}javascript:x",
        "data:text/html,x",
        "vbscript:x", "//evil.example", "/\\evil.example", "\\\\evil.example", "", "file:///etc/passwd", "blob:x",
        "javascript&colon;alert(1):",
    ]) func `an address that could harm becomes #`(url: String) {
        let html: HTML = "<a href=\"\(url: url)\">x</a>"
        #expect(html.text == "<a href=\"#\">x</a>")
    }
}
