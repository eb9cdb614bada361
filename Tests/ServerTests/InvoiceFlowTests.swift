import Actions
import Foundation
import Model
import Testing

@testable import Server

/// Invoices as a browser without script goes through them.
@Suite struct `Invoices over HTTP` {
    private static let base = "/acme/staff/invoices/"

    private func encoded(_ fields: [(String, String)]) -> String {
        fields.map { Percent.encoded($0) + "=" + Percent.encoded($1) }.joined(separator: "&")
    }

    private func value(_ name: String, in html: String) throws -> String {
        let pattern = try Regex("name=\"\(name)\" value=\"([^\"]*)\"")
        return String(try #require(try pattern.firstMatch(in: html)?.output[1].substring))
    }

    private func line(_ row: Int, _ fields: [String: String]) -> [(String, String)] {
        fields.sorted { $0.key < $1.key }.map { (RowName.text("lines", row, $0.key), $0.value) }
    }

    @Test func `a draft is typed, grows, is corrected, issued, paid and credited`() async throws {
        let fixture = try await Fixture()
        let opened = try await fixture.ask(.agent, "GET", Self.base + "new?client=a")
        #expect(opened.status == 200 && opened.text.matches(of: /<fieldset class="invoice-line">/).count == 3)
        #expect(opened["content-security-policy"]?.contains("script-src 'self'") == true)
        let head = [
            ("key", try value("key", in: opened.text)), ("state", try value("state", in: opened.text)),
            ("due", Day(Instant(milliseconds: Int64(Date().timeIntervalSince1970 * 1000)), in: .gmt).adding(days: 20).text),
            ("currency", "EUR"), ("notes", ""), ("service_from", ""), ("service_to", ""), ("case", ""),
        ]
        let hostile = PagesTests.hostile
        let good = line(0, ["description": hostile, "quantity": "1,5", "price": "0.05", "rate": "21", "category": "S"])
        // More lines, and what was typed is still there, summed.
        let grown = try await fixture.post(.agent, Self.base + "new?client=a", encoded(head + good + [("do", "rows")]))
        #expect(grown.status == 200 && grown.text.matches(of: /<fieldset class="invoice-line">/).count == 6)
        #expect(grown.text.contains("value=\"1,5\"") && !grown.text.contains("<svg onload"))
        #expect(grown.text.contains("€0.08") && grown.text.contains("€0.10"))
        // A negative line is refused at its field, and its neighbour is not lost.
        let bad = line(1, ["description": "Back", "quantity": "-1", "price": "1", "rate": "21", "category": "S"])
        let refused = try await fixture.post(.agent, Self.base + "new?client=a", encoded(head + good + bad))
        #expect(refused.status == 422)
        #expect(refused.text.contains("id=\"f-lines-1--quantity-error\"") && refused.text.contains("value=\"1,5\""))
        #expect(refused.text.contains("<a href=\"#f-lines-1--quantity\">Line 2: Quantity</a>"))
        // Kept once, however often it is sent.
        let kept = try await fixture.post(.agent, Self.base + "new?client=a", encoded(head + good))
        #expect(kept.status == 303)
        #expect(try await fixture.post(.agent, Self.base + "new?client=a", encoded(head + good))["location"] == kept["location"])
        let path = try #require(kept["location"]?.split(separator: "?").first.map(String.init))
        let draft = try await fixture.ask(.agent, "GET", path)
        #expect(draft.status == 200 && !draft.text.contains("<svg onload"))
        let issued = try await fixture.post(.agent, path + "issue", encoded([("state", try value("state", in: draft.text))]))
        #expect(issued["location"] == path + "?done=issued")
        #expect(try await fixture.post(.agent, path + "issue", "state=x").status == 409)
        let page = try await fixture.ask(.agent, "GET", path)
        let number = try #require(page.text.firstMatch(of: /INV-\d{4}-0001/)).output
        #expect(try await fixture.ask(.anna, "GET", "/acme/clients/a/invoices/\(number)/").status == 200)
        // Paid in part; too much comes back with the sentence at the field.
        let payment = [
            ("key", try value("key", in: page.text)), ("day", "2026-01-01"), ("provider", "bank"), ("reference", hostile),
        ]
        let tooMuch = try await fixture.post(.agent, path + "payments", encoded(payment + [("amount", "5")]))
        #expect(
            tooMuch.status == 422 && tooMuch.text.contains("more than the €") && tooMuch.text.contains("id=\"f-amount-error\"")
                && !tooMuch.text.contains("<svg onload"))
        for _ in 0..<2 {
            let paid = try await fixture.post(.agent, path + "payments", encoded(payment + [("amount", "0,04")]))
            #expect(paid["location"] == path + "?done=paid")
        }
        #expect(try await fixture.ask(.agent, "GET", path).text.contains("€0.06"))
        let note = try await fixture.post(.agent, path + "credit", encoded([("key", UUID().uuidString.lowercased())]))
        #expect(note["location"]?.hasSuffix("/edit") == true)
        #expect(try await fixture.ask(.agent, "GET", note["location"] ?? "").text.contains(number))
        await fixture.stop()
    }

    @Test func `an agent's list and its CSV name no other's invoices`() async throws {
        let fixture = try await Fixture.shared.value
        for path in ["invoices/", "invoices.csv", "invoices/?q=SECRET", "invoices/?client=ab", "invoices/new"] {
            let answer = try await fixture.ask(.agent, "GET", "/acme/staff/" + path)
            #expect(answer.status == 200 && !answer.text.contains("SECRET-AB") && !answer.text.contains("Client AB"), "\(path)")
        }
        let csv = try await fixture.ask(.owner, "GET", "/acme/staff/invoices.csv?state=overdue")
        #expect(csv["content-type"] == "text/csv; charset=utf-8")
        #expect(csv["content-disposition"]?.hasPrefix("attachment; filename=\"invoices-") == true)
        #expect(csv.text.contains("SECRET-AB-2,invoice,ab,Client AB ACME,2026-02-01,2026-02-15,overdue,EUR,300.00,63.00,363.00"))
    }

    @Test func `a list's links keep what is typed, whatever that is`() async throws {
        let fixture = try await Fixture.shared.value
        let hostile = Percent.encoded(PagesTests.hostile)
        let answer = try await fixture.ask(.owner, "GET", "\(Self.base)?q=\(hostile)&state=paid&sort=-due")
        #expect(answer.status == 200 && !answer.text.contains("<svg onload"))
        #expect(answer.text.contains("href=\"\(Self.base)?q=\(hostile)&amp;sort=-due\""))
        let sorted = try await fixture.ask(.owner, "GET", "\(Self.base)?sort=-due")
        #expect(sorted.text.matches(of: /aria-sort="descending"/).count == 1)
    }

    @Test(arguments: [
        ("", 200), ("?from=2026-01-01&to=2026-12-31", 200), ("?from=2026-12-31&to=2026-01-01", 422), ("?from=soon", 422),
        ("?from=2026-02-30", 422), ("?from=%22%3E%3Csvg%20onload%3D1%3E&to=2026-01-01", 422),
    ])
    func `a statement takes days, and says what is none`(_ query: String, _ status: Int) async throws {
        let fixture = try await Fixture.shared.value
        let answer = try await fixture.ask(.anna, "GET", "/acme/clients/a/statement" + query)
        #expect(answer.status == status && !answer.text.contains("<svg onload"))
        #expect(answer.text.contains("role=\"alert\"") == (status == 422))
        if query.contains("12-31"), status == 200 { #expect(answer.text.contains("INV/1 A") && answer.text.contains("€242.00")) }
    }
}
