import Actions
import Model
import Testing

@testable import Server

@Suite struct `A form that comes after its session ended` {
    private func encoded(_ fields: [(String, String)]) -> String {
        fields.map { "\(Percent.encoded($0.0))=\(Percent.encoded($0.1))" }.joined(separator: "&")
    }

    @Test func `is given back, without its passwords`() async throws {
        let fixture = try await Fixture.shared.value
        let hostile = "\"><svg onload=alert(1)>"
        let form = encoded([
            ("name", hostile), ("note", "Nine lines"), ("password", "hunter2"), ("present", "hunter3"), ("key", "k"),
        ])
        let answer = try await fixture.post(.visitor, "/acme/staff/new-client/", form)
        #expect(answer.status == 401 && answer.text.contains("action=\"/acme/staff/new-client/\""))
        #expect(answer.text.contains("value=\"Nine lines\"") && answer.text.contains("&lt;svg onload"))
        #expect(!answer.text.contains("hunter") && !answer.text.contains("<svg onload"))
        // Another site's is not.
        let foreign = try await fixture.post(.visitor, "/acme/staff/new-client/", form, ["Sec-Fetch-Site": "cross-site"])
        #expect(foreign.status == 403 && !foreign.text.contains("Nine lines"))
        #expect(try await fixture.post(.visitor, "/acme/staff/new-client/").status == 303)
    }

    @Test(arguments: [
        "/acme/staff/settings/", "/acme/staff/clients/a/edit/", "/acme/staff/clients/a/contacts/new/",
        "/acme/staff/clients/a/new-case/?template=none", "/acme/staff/invoices/new?client=a",
        "/acme/staff/clients/a/cases/lease/entry/?corrects=none", "/acme/me/account/profile/",
    ])
    func `comes back whole, to where it was sent`(_ path: String) async throws {
        let fixture = try await Fixture.shared.value
        let page = try await fixture.ask(.owner, "GET", String(path.prefix { $0 != "?" })).text
        // What a page of the real form asks for; each field gets a text of its own.
        let names = Set(page.matches(of: /<(?:input|textarea|select)[^>]*\sname="([^"]+)"/).map { String($0.1) })
            .subtracting(KeptForm.secrets).subtracting(["q"]).sorted()
        let fields = names.enumerated().map { ($0.element, "text \($0.offset)\r\n& more") }
        let answer = try await fixture.post(.visitor, path, encoded(fields))
        #expect(answer.status == 401)
        let back = answer.text.matches(of: /(?s)<input type="hidden" name="([^"]+)" value="([^"]*)">/).map {
            (String($0.1), String($0.2).replacing("&amp;", with: "&"))
        }
        #expect(encoded(back) == encoded(fields))
        #expect(answer.text.contains("action=\"\(path.replacing("&", with: "&amp;"))\""))
    }
}
