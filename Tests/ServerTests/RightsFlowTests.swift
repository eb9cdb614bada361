import Foundation
import Model
import Testing

@testable import Server

@Suite struct `Rights over one's data` {
    private static let correction = "/acme/me/data/correction/"
    private static let hostile = "\"><svg onload=x>"

    @Test func `a correction comes back with what was typed, and stays text for whoever grants it`() async throws {
        let fixture = try await Fixture()
        let stands = "clients[0].client=a&clients[0].name=Client+A&clients[0].email=&clients[0].address=&clients[0].city="
        func form(_ phone: String, email: String = "") -> String {
            let fields = [
                ("clients[0].phone", phone), ("clients[0].postcode", ""), ("clients[0].vat", ""), ("words", ""),
                ("key", World.real.uuid()),
            ]
            let typed = fields.map { "\($0.0)=\($0.1.addingPercentEncoding(withAllowedCharacters: .alphanumerics) ?? "")" }
            return stands.replacing("email=", with: "email=\(email)") + "&" + typed.joined(separator: "&")
        }
        let wrong = try await fixture.post(.anna, Self.correction, form("1 2 3", email: "nonsense"))
        #expect(wrong.status == 422 && wrong.text.contains("id=\"f-clients-0--email-error\"") && wrong.text.contains("1 2 3"))
        // A client of somebody else is not there, though it exists.
        let foreign = form("1").replacing("client=a&", with: "client=ab&")
        #expect(try await fixture.post(.anna, Self.correction, foreign).status == 404)
        #expect(try await fixture.post(.anna, Self.correction, form(Self.hostile)).status == 303)
        let own = try await fixture.ask(.anna, "GET", "/acme/me/data/").text
        let queue = try await fixture.ask(.owner, "GET", "/acme/staff/requests/").text
        let id = try #require(queue.firstMatch(of: /staff\/requests\/([0-9a-f-]{36})\//)?.1)
        let asked = try await fixture.ask(.owner, "GET", "/acme/staff/requests/\(id)/").text
        for page in [own, asked] {
            #expect(page.contains("nothing → &quot;&gt;&lt;svg onload=x&gt;") && !page.contains("<svg onload"))
        }
        #expect(try await fixture.ask(.abby, "GET", "/acme/me/data/").text.contains("svg onload") == false)
        await fixture.stop()
    }

    @Test func `a request for erasure of whom nobody is found says that nothing goes by it`() async throws {
        let fixture = try await Fixture()
        let new = "/acme/staff/requests/new/"
        var pages: [String] = []
        for email in ["carl%40else.example", "anna%40people.example"] {
            let form = "key=\(World.real.uuid())&kind=erase&name=Carl&email=\(email)&words=Off+with+it.&day="
            let made = try await fixture.post(.owner, new, form)
            let path = try #require(made["location"])
            pages.append(try await fixture.ask(.owner, "GET", path).text)
        }
        let nobody = "nor one that is put away"
        #expect(pages[0].contains(nobody) && !pages[0].contains("name=\"name\""))
        #expect(!pages[1].contains(nobody) && pages[1].contains("name=\"name\""))
        await fixture.stop()
    }

    @Test func `what staff wrote down is answered while it is open, and about an owner by an owner alone`() async throws {
        let fixture = try await Fixture()
        func record(_ who: Who) async throws -> String {
            let form = "key=\(World.real.uuid())&kind=access&name=Somebody&email=\(who.email)&words=A+copy."
            let made = try await fixture.post(.admin, "/acme/staff/requests/new/", form)
            return try #require(made["location"])
        }
        let (owners, annas) = (try await record(.owner), try await record(.anna))
        #expect(try await fixture.ask(.admin, "GET", owners).text.contains("\(owners)export") == false)
        for button in ["export", "offer"] {
            #expect(try await fixture.post(.admin, owners + button).status == 403, "\(button)")
            #expect(try await fixture.ask(.admin, "GET", annas).text.contains(annas + button), "\(button)")
        }
        let file = try await fixture.post(.admin, annas + "export")
        #expect(file.status == 200 && file.body.starts(with: Array("PK".utf8)) && file["content-type"] == "application/zip")
        let offered = try await fixture.post(.admin, annas + "offer")
        #expect(offered.status == 303 && offered["location"] == annas)
        #expect(try await fixture.post(.admin, annas, "decision=refused&outcome=No.&note=").status == 303)
        for button in ["export", "offer"] { #expect(try await fixture.post(.admin, annas + button).status == 409, "\(button)") }
        await fixture.stop()
    }

    @Test func `everything is given to owner and admin as a file that nothing keeps`() async throws {
        let fixture = try await Fixture()
        let path = "/acme/staff/settings/export/"
        for who in [Who.owner, .admin] {
            let file = try await fixture.post(who, path)
            #expect(file.status == 200 && file.body.starts(with: Array("PK".utf8)), "\(who)")
            #expect(file["content-type"] == "application/zip" && file["cache-control"] == "private, no-store")
            #expect(file["content-disposition"]?.hasPrefix("attachment; filename=\"acme.zip\"") == true)
        }
        for who in [Who.agent, .anna] { #expect(try await fixture.post(who, path).status == 404, "\(who)") }
        #expect(try await fixture.ask(.owner, "GET", "/acme/staff/settings/").text.contains("href=\"\(path)\""))
        await fixture.stop()
    }
}
