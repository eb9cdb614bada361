import Actions
import Foundation
import Model
import Site
import Testing

@testable import Server

/// What a form shows, takes and shows again.
struct FormTests {
    private static func form(_ name: String = "Baltic", city: String = "Vilnius", sees: [String] = ["cases"]) -> Form {
        Form(
            [
                Form.Section(fields: [
                    .text("name", "Name", name, isRequired: true), .text("city", "City", city),
                    .text("secret", "Password", "stored", kind: .password),
                    .choices("sees", "May see", sees, [.init("cases", "Cases"), .init("invoices", "Invoices")]),
                    .choice("kind", "Kind", "company", [.init("company", "Company"), .init("person", "Person")]),
                    .flag("vip", "Important", true),
                ])
            ], buttons: [.init("Save"), .init("Preview", value: "preview")], state: FormState(name, city), key: "k1")
    }

    private func typed(_ body: String, _ form: Form = form()) throws -> Typed {
        try FormBody(Array(body.utf8), names: form.names).typed(locale: .init(identifier: "en"))
    }

    @Test func `a form takes its own fields, groups several times, rows within their bound, and no others`() throws {
        var form = Self.form()
        form.rows = ["lines": ["price"]]
        let sent = try typed(
            "name=A&sees=cases&sees=invoices&lines%5B0%5D.price=1&lines%5B12%5D.price=2&do=preview&state=s&key=k", form)
        #expect(sent.all("sees") == ["cases", "invoices"] && sent.rows("lines") == [0, 12] && sent.button == "preview")
        for bad in [
            "other=1", "name=a&name=b", "lines%5B0%5D.cost=1", "lines%5B500%5D.price=1", "lines%5B00%5D.price=1",
            "lines%5B0%5D.price=1&lines%5B0%5D.price=2", "rows%5B0%5D.price=1", "name=%zz", "name=%ff", "name=%00",
            String(repeating: "sees=cases&", count: 201),
        ] {
            #expect(throws: Refusal.self, "\(bad.prefix(30))") { try typed(bad, form) }
        }
    }

    @Test func `what was typed comes back, passwords never, and the key stays`() throws {
        let back = Self.form().filled(with: try typed("name=New&city=&secret=hunter2&kind=person&key=k9&state=old"))
        #expect(back.field("name")?.value == "New" && back.field("city")?.value == "")
        #expect(back.field("sees")?.values == [] && back.field("vip")?.value == "")
        #expect(back.field("kind")?.value == "person" && back.field("secret")?.value == "stored")
        #expect(back.key == "k9" && back.state?.text == "old")
        let page = try html(back)
        #expect(!page.contains("stored") && !page.contains("hunter2"))
    }

    @Test func `sentences stand at their fields and link to them from above`() throws {
        let words = try PagesTests.site.get().words("en")
        let refusal = Refusal.form(["name": Refusal(.invalid, "form.flaw.required")])
        let page = try html(Self.form().refused(refusal, words))
        #expect(page.contains("<a href=\"#f-name\">Name</a>: Please fill this in."))
        #expect(page.contains("<p class=\"error\" id=\"f-name-error\">Please fill this in.</p>"))
        #expect(page.contains("aria-describedby=\"f-name-error\" aria-invalid=\"true\""))
        #expect(page.matches(of: #/aria-invalid/#).count == 1)
    }

    @Test func `who was slower sees their own text and what it says now`() throws {
        let words = try PagesTests.site.get().words("en")
        let fresh = Self.form("Baltic Oak", city: "Vilnius", sees: [])
        let back = Self.form().filled(with: try typed("name=Baltic+Elm&city=Vilnius&sees=cases&kind=company&vip=on&state=old"))
            .refused(Refusal(.conflict, "refusal.form.changed"), words).overtaken(by: fresh, words)
        #expect(back.field("name")?.value == "Baltic Elm" && back.field("name")?.now == "It says now: Baltic Oak")
        #expect(back.field("city")?.now == nil && back.field("sees")?.now == "It is empty now.")
        #expect(back.state == fresh.state)
    }

    private func html(_ form: Form) throws -> String {
        let site = try PagesTests.site.get()
        let page = FormPage(frame: Samples.frame(site, "en"), title: "A form", form: form)
        return String(decoding: try page.bytes(site: site, language: "en"), as: UTF8.self)
    }
}
