import Actions
import Foundation
import Model
import Site
import Testing

@testable import Server

@Suite struct `The agency's settings` {
    private static let path = "/acme/staff/settings/"

    @Test func `are shown to owner and admin, and change what pages say`() async throws {
        let fixture = try await Fixture()
        let page = try await fixture.ask(.admin, "GET", Self.path)
        #expect(page.status == 200 && page.text.contains("value=\"Agency acme\""))
        let form = try Self.form(page.text, ["name": "Acme & Sons \"><svg onload=x>", "iban": "LT12 1000 0111 0100 1000"])
        #expect(try await fixture.post(.admin, Self.path, form).status == 303)
        let start = try await fixture.ask(.anna, "GET", "/acme/me/").text
        #expect(start.contains("Acme &amp; Sons &quot;&gt;&lt;svg onload=x&gt;"))
        await fixture.stop()
    }

    @Test func `come back with what was typed and a sentence at the field`() async throws {
        let fixture = try await Fixture.shared.value
        let page = try await fixture.ask(.owner, "GET", Self.path)
        let answer = try await fixture.post(.owner, Self.path, try Self.form(page.text, ["iban": "LT99 wrong", "name": ""]))
        #expect(answer.status == 422)
        #expect(answer.text.contains("LT99 wrong") && answer.text.contains("id=\"f-iban-error\""))
        // By the name that stands over the field, not by the key of commands.
        #expect(answer.text.contains("IBAN: ") && !answer.text.contains(">iban: "))
        #expect(answer.text.contains("id=\"f-name-error\""))
    }

    @Test func `offer only locales and time zones that are taken, and what is set among them`() async throws {
        let fixture = try await Fixture()
        let agency = try await fixture.workspace.agency(#require(Slug("acme")))
        // No place of its own, and no locale that Foundation lists.
        _ = try await agency.set([("time_zone", "Etc/GMT+3"), ("locale", "lt_NZ")], by: .system)
        let page = try await fixture.ask(.owner, "GET", Self.path)
        for (name, chosen, least) in [("time_zone", "Etc/GMT+3", 300), ("locale", "lt_NZ", 100)] {
            let select = try #require(
                page.text.firstMatch(of: try Regex("(?s)<select id=\"f-[a-z-]+\" name=\"\(name)\".*?</select>"))?.0)
            let offered = String(select).matches(of: /<option value="([^"]*)"( selected)?/)
            #expect(offered.count >= least && offered.filter { $0.2 != nil }.map(\.1) == [Substring(chosen)])
            _ = try await agency.set(offered.map { (name, String($0.1)) }, by: .system)
        }
        await fixture.stop()
    }

    @Test func `are not changed by who saw older ones`() async throws {
        let fixture = try await Fixture()
        let page = try await fixture.ask(.owner, "GET", Self.path)
        #expect(try await fixture.post(.admin, Self.path, try Self.form(page.text, ["city": "Kaunas"])).status == 303)
        let late = try await fixture.post(.owner, Self.path, try Self.form(page.text, ["phone": "+370 1"]))
        #expect(late.status == 409 && late.text.contains("+370 1") && late.text.contains("Kaunas"))
        await fixture.stop()
    }

    @Test func `give pages a colour in one style sheet, and a picture that does not shift them`() async throws {
        let fixture = try await Fixture()
        let appearance = Self.path + "appearance/"
        let page = try await fixture.ask(.owner, "GET", appearance)
        #expect(try await fixture.post(.owner, appearance, try Self.form(page.text, ["colour": "#AA3366"])).status == 303)
        let sent = try await fixture.upload(.owner, Self.path + "logo", [("logo.png", Self.png)], json: false)
        #expect(sent.status == 303)
        let signIn = try await fixture.ask(.visitor, "GET", "/acme/").text
        #expect(signIn.contains("/assets/site-aa3366."))
        let logo = try #require(signIn.firstMatch(of: /src="(\/acme\/logo\/[^"]+)" width="1" height="1"/)?.1)
        let picture = try await fixture.ask(.visitor, "GET", String(logo))
        #expect(picture.status == 200 && picture.body == Self.png && picture["content-type"] == "image/png")
        #expect(try await fixture.post(.owner, Self.path + "logo/remove").status == 303)
        #expect(try await fixture.ask(.visitor, "GET", String(logo)).status == 404)
        await fixture.stop()
    }

    @Test func `say what clients may send, and the forms tell it at once`() async throws {
        let fixture = try await Fixture()
        let rules = Self.path + "uploads/"
        let page = try await fixture.ask(.owner, "GET", rules)
        let state = try #require(page.text.firstMatch(of: /name="state" value="([0-9a-f]+)"/)?.1)
        let none = try await fixture.post(.owner, rules, "state=\(state)&largest=99999")
        #expect(none.status == 422 && none.text.contains("id=\"f-kinds-error\"") && none.text.contains("id=\"f-largest-error\""))
        #expect(try await fixture.post(.owner, rules, "state=\(state)&kinds=pdf&kinds=photo&largest=5").status == 303)
        try await fixture.workspace.agency(#require(Slug("acme"))).settled()
        let form = try await fixture.ask(.anna, "GET", "/acme/clients/a/cases/lease/").text
        #expect(form.contains("Taken: PDF or photos and pictures.") && form.contains("accept=\".pdf,image/*,.heic,.heif\""))
        let sent = try await fixture.upload(.anna, "/acme/clients/a/cases/lease/documents", [("a.txt", Array("Text.\n".utf8))])
        #expect(sent.status == 415)
        let staff = try await fixture.upload(.agent, "/acme/clients/a/cases/lease/documents", [("a.txt", Array("Text.\n".utf8))])
        #expect(staff.status == 201)
        let options = try await fixture.ask(.anna, "OPTIONS", "/acme/clients/a/cases/lease/uploads")
        #expect(options["tus-max-size"] == String(5 << 20))
        await fixture.stop()
    }

    @Test(arguments: [
        ("<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>", 415), ("GIF89a", 415),
        ("\u{89}PNG", 415), (String(repeating: "x", count: Logo.mostBytes + 10), 413),
    ])
    func `take no picture that is none`(_ text: String, _ status: Int) async throws {
        let fixture = try await Fixture.shared.value
        let answer = try await fixture.upload(.owner, Self.path + "logo", [("logo.png", Array(text.utf8))], json: false)
        #expect(answer.status == status && answer.text.contains("file-error"))
    }

    @Test func `and the audit log are read by filter, on the page and as CSV`() async throws {
        let fixture = try await Fixture.shared.value
        _ = try await fixture.ask(.anna, "GET", "/acme/clients/a/documents/\(fixture.published.id)")
        let page = try await fixture.ask(.owner, "GET", "/acme/staff/audit/?who=anna@people.example&family=document.").text
        #expect(
            page.contains("opened a document") && page.contains("document.read") && page.contains("Anna")
                && !page.contains(">sign-in</code>"))
        let csv = try await fixture.ask(.owner, "GET", "/acme/staff/audit.csv?family=document.")
        #expect(csv["content-type"] == "text/csv; charset=utf-8" && csv.text.contains("Anna,document.read"))
        let nobody = try await fixture.ask(.owner, "GET", "/acme/staff/audit/?who=%22%3E%3Csvg&from=x&before=y&family=zzz")
        #expect(nobody.status == 200 && !nobody.text.contains("<svg onload") && nobody.text.contains("&quot;&gt;&lt;svg"))
    }

    @Test(arguments: [Who.visitor, .stranger, .anna, .agent])
    func `are nobody else's, the picture neither`(_ who: Who) async throws {
        let fixture = try await Fixture.shared.value
        let expected = [.visitor, .stranger].contains(who) ? 303 : 404
        #expect(try await fixture.post(who, Self.path + "logo/remove").status == expected)
        #expect(try await fixture.upload(who, Self.path + "logo", [("logo.png", Self.png)], json: false).status == expected)
    }

    /// The fields of the page's form as they stand, some of them changed, as browsers send them.
    private static func form(_ page: String, _ changes: [String: String]) throws -> String {
        let start = try #require(page.range(of: "<form class=\"form\" method=\"post\">"))
        let page = page[start.upperBound...].components(separatedBy: "</form>")[0]
        var values: [String: String] = [:]
        for input in page.matches(of: /<input[^>]*\sname="([^"]+)"[^>]*>/) {
            let tag = String(input.0)
            if tag.contains("type=\"radio\""), !tag.contains("checked") { continue }
            values[String(input.1)] = tag.firstMatch(of: /\svalue="([^"]*)"/).map { String($0.1) } ?? ""
        }
        for select in page.matches(of: /(?s)<select[^>]* name="([^"]+)".*?<\/select>/) {
            values[String(select.1)] = String(select.0).firstMatch(of: /value="([^"]*)" selected/).map { String($0.1) } ?? ""
        }
        values.merge(changes) { $1 }
        let allowed = CharacterSet.alphanumerics
        return values.map { "\($0)=\($1.addingPercentEncoding(withAllowedCharacters: allowed) ?? "")" }.joined(separator: "&")
    }

    /// A PNG of one pixel.
    private static let png: [UInt8] =
        Array(
            Data(
                base64Encoded:
                    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg==")
                ?? Data())
}
