import Foundation
import Model
import Testing

@testable import Server

/// Clients and contacts over HTTP, as browsers send them.
@Suite struct `Clients in a browser` {
    private static let hostile = #""><svg onload=alert(1)>"#

    private func encoded(_ fields: [(String, String)]) -> String {
        fields.map { "\($0.0)=\(Percent.encoded($0.1))" }.joined(separator: "&")
    }

    /// The value of a hidden field.
    private func hidden(_ name: String, _ page: Answer) throws -> String {
        let pattern = try Regex("name=\"\(name)\" value=\"([^\"]*)\"").asciiOnlyWordCharacters()
        let match = try #require(try pattern.firstMatch(in: page.text), "no \(name)")
        return String(try #require(match.output[1].substring))
    }

    @Test func `a form comes back with what was typed and a sentence at each field, then makes one client`() async throws {
        let fixture = try await Fixture()
        let path = "/acme/staff/new-client/"
        let key = try hidden("key", try await fixture.ask(.owner, "GET", path))
        let wrong = try await fixture.post(
            .owner, path, encoded([("key", key), ("kind", "person"), ("name", ""), ("email", Self.hostile)]))
        #expect(wrong.status == 422)
        #expect(wrong.text.contains("id=\"f-name-error\"") && wrong.text.contains("id=\"f-email-error\""))
        #expect(wrong.text.contains("&lt;svg onload") && !wrong.text.contains("<svg onload"))
        #expect(wrong.text.contains("value=\"person\" checked") && wrong.text.contains("value=\"\(key)\""))
        let right = encoded([
            ("key", key), ("kind", "company"), ("basis", "contract"), ("name", Self.hostile), ("city", Self.hostile),
        ])
        let made = try await fixture.post(.owner, path, right)
        #expect(made.status == 303 && made["location"] == "/acme/staff/clients/svg-onload-alert-1/?done=added")
        #expect(try await fixture.post(.owner, path, right)["location"] == made["location"])
        for page in ["/acme/staff/", "/acme/staff/?q=svg", "/acme/staff/clients/svg-onload-alert-1/"] {
            let answer = try await fixture.ask(.owner, "GET", page)
            #expect(answer.status == 200 && answer.text.contains("&lt;svg onload") && !answer.text.contains("<svg onload"))
        }
        let query = try await fixture.ask(.owner, "GET", "/acme/staff/?q=%22%3E%3Csvg%20onload%3D1%3E&state=xx&sort=yy&page=-3")
        #expect(query.status == 200 && !query.text.contains("<svg onload"))
        await fixture.stop()
    }

    @Test func `JSON is told which fields are wrong`() async throws {
        let fixture = try await Fixture.shared.value
        let answer = try await fixture.post(
            .owner, "/acme/staff/new-client/", "key=x&kind=company&basis=contract&name=&country=ZZ",
            ["Accept": "application/json"])
        #expect(answer.status == 422 && answer["content-type"] == "application/problem+json")
        #expect(answer.text.contains("\"country\":") && answer.text.contains("\"name\":"))
        // What is no field of the form is no form.
        #expect(try await fixture.post(.owner, "/acme/staff/new-client/", "name=a&role=owner").status == 400)
        #expect(try await fixture.post(.owner, "/acme/staff/new-client/", "name=a&name=b").status == 400)
    }

    @Test func `who was slower gets their text and what it says now, and may send it again`() async throws {
        let fixture = try await Fixture()
        let path = "/acme/staff/clients/a/edit/"
        let state = try hidden("state", try await fixture.ask(.owner, "GET", path))
        func form(_ city: String, _ state: String) -> String {
            encoded([("name", "Client A"), ("kind", "company"), ("basis", "contract"), ("city", city), ("state", state)])
        }
        #expect(try await fixture.post(.admin, path, form("Kaunas", state)).status == 303)
        let slower = try await fixture.post(.owner, path, form("Vilnius", state))
        #expect(slower.status == 409 && slower.text.contains("value=\"Vilnius\"") && slower.text.contains("It says now: Kaunas"))
        let again = try await fixture.post(.owner, path, form("Vilnius", try hidden("state", slower)))
        #expect(again.status == 303 && again["location"] == "/acme/staff/clients/a/?done=changed")
        await fixture.stop()
    }

    @Test func `a contact is invited by a link that is shown once, and an archived client is shut`() async throws {
        let fixture = try await Fixture()
        let path = "/acme/staff/clients/a/contacts/new/"
        let key = try hidden("key", try await fixture.ask(.agent, "GET", path))
        let made = try await fixture.post(
            .agent, path,
            encoded([
                ("key", key), ("name", "Nina"), ("email", "nina@people.example"), ("language", "en"), ("sees", "cases"),
                ("sees", "documents"),
            ]))
        #expect(made.status == 303 && made["location"] == "/acme/staff/clients/a/?done=contactAdded")
        let contact = "/acme/staff/clients/a/contacts/\(key)/"
        #expect(try await fixture.ask(.agent, "GET", contact).text.contains("value=\"documents\" checked"))
        let link = try await fixture.post(.agent, contact + "invite", "by=link")
        #expect(link.status == 200 && link.text.contains("/acme/welcome?token="))
        let page = try await fixture.ask(.agent, "GET", "/acme/staff/clients/a/")
        #expect(page.text.contains("nina@people.example") && !page.text.contains("token="))
        #expect(try await fixture.post(.agent, contact + "invite", "by=mail").status == 303)
        for who in [Who.anna, .abby] {
            #expect(try await fixture.post(who, contact + "remove").status == 404)
            #expect(try await fixture.post(who, "/acme/staff/clients/a/archive").status == 404)
        }
        #expect(try await fixture.post(.agent, contact + "remove").status == 303)
        #expect(try await fixture.ask(.agent, "GET", contact).status == 404)
        // Archived, the contacts' pages are nothing; staff still see the very same files.
        #expect(try await fixture.ask(.anna, "GET", "/acme/clients/a/").status == 200)
        #expect(try await fixture.post(.agent, "/acme/staff/clients/a/archive").status == 303)
        #expect(try await fixture.ask(.anna, "GET", "/acme/clients/a/").status == 404)
        #expect(try await fixture.ask(.anna, "GET", "/acme/clients/a/documents/\(fixture.published.id)").status == 404)
        #expect(try await fixture.ask(.agent, "GET", "/acme/clients/a/").status == 200)
        #expect(try await fixture.post(.agent, "/acme/staff/clients/a/restore").status == 303)
        #expect(try await fixture.ask(.anna, "GET", "/acme/clients/a/").status == 200)
        await fixture.stop()
    }

    @Test func `the list is a file too, with no formula in it`() async throws {
        let fixture = try await Fixture.shared.value
        let csv = try await fixture.ask(.agent, "GET", "/acme/staff/clients.csv?q=client")
        #expect(csv.status == 200 && csv["content-type"] == "text/csv; charset=utf-8")
        #expect(csv["content-disposition"]?.hasPrefix("attachment; filename=\"clients.csv\"") == true)
        #expect(csv.text.contains("Client A ACME") && !csv.text.contains("Client AB"))
    }
}
