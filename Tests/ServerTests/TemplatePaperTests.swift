import Foundation
import Model
import Testing

@testable import Server

@Suite struct TemplatePaperTests {
    @Test func `papers of a template stand in the form of a case, may be changed there, and are asked for`() async throws {
        let fixture = try await Fixture()
        let new = "/acme/staff/templates/new/"
        func key(_ page: String) throws -> String {
            try #require(page.firstMatch(of: /name="key" value="([^"]*)"/).map { String($0.1) })
        }
        let opened = try await fixture.ask(.owner, "GET", new).text
        let named =
            "key=\(try key(opened))&name=Accounts&title=Accounts&summary=&stages=&papers-title=Bank&papers-days=14"
            + "&papers%5B0%5D.title=Statements&papers%5B0%5D.hint=&papers%5B0%5D.kinds=pdf&papers%5B0%5D.largest=5"
        let more = try await fixture.post(.owner, new, named + "&do=more")
        #expect(more.status == 200 && more.text.contains("papers[3].title") && more.text.contains("value=\"Statements\""))
        #expect(try await fixture.post(.owner, new, named).status == 303)
        let list = try await fixture.ask(.owner, "GET", "/acme/staff/templates/").text
        let id = try #require(list.firstMatch(of: /templates\/([0-9a-f-]{36})\//).map { String($0.1) })
        let edit = try await fixture.ask(.owner, "GET", "/acme/staff/templates/\(id)/").text
        #expect(edit.contains("value=\"Statements\"") && edit.contains("name=\"papers-days\"") && edit.contains("value=\"14\""))
        // The agent who opens a case with it.
        let path = "/acme/staff/clients/a/new-case/"
        #expect(try await fixture.ask(.agent, "GET", path).text.contains("papers[0].title") == false)
        let form = try await fixture.ask(.agent, "GET", path + "?template=\(id)").text
        #expect(form.contains("value=\"Statements\"") && form.contains("<option value=\"pdf\" selected"))
        // Who chooses another template keeps what they wrote; what the first one had put there goes.
        let begun =
            "key=\(try key(form))&title=My+own&slug=mine&summary=&stages=&assignee=&due=2031-01-02&do=begin"
            + "&papers-title=Bank&papers-due=&papers%5B0%5D.title=Statements&papers%5B0%5D.hint=&papers%5B0%5D.kinds=pdf&papers%5B0%5D.largest=5"
        let empty = try await fixture.post(.agent, path + "?template=", begun)
        #expect(empty.status == 200 && empty.text.contains("value=\"My own\"") && empty.text.contains("value=\"mine\""))
        #expect(empty.text.contains("value=\"2031-01-02\"") && !empty.text.contains("papers[0].title"))
        let again = try await fixture.post(
            .agent, path + "?template=\(id)", begun.replacing("title=My+own", with: "title=Accounts"))
        #expect(again.text.contains("value=\"Accounts\"") && again.text.contains("value=\"Statements\""))
        let fields = { (due: String) in
            "key=\((try? key(form)) ?? "")&title=Accounts&slug=&summary=&stages=&assignee=&due=&papers-title=Bank&papers-due=\(due)"
                + "&papers%5B0%5D.title=Passport&papers%5B0%5D.hint=&papers%5B0%5D.kinds=pdf&papers%5B0%5D.largest=5"
        }
        let wrong = try await fixture.post(.agent, path + "?template=\(id)", fields("soon"))
        #expect(wrong.status == 422 && wrong.text.contains("value=\"Passport\"") && wrong.text.contains("value=\"soon\""))
        let done = try await fixture.post(.agent, path + "?template=\(id)", fields("2030-01-31"))
        #expect(done.status == 303, "\(done.text)")
        let page = try await fixture.ask(.anna, "GET", "/acme/clients/a/cases/accounts/").text
        #expect(page.contains("Passport") && page.contains("January 31, 2030") && !page.contains("Statements"))
        await fixture.stop()
    }
}
