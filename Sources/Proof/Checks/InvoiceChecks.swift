import Actions
import Foundation
import Model
import Records

extension Check {
    static let invoices = [
        Check("invoice-numbers") { lab, seen in
            let owner = lab.b.owner.browser
            var drafts: [String] = []
            for _ in 0..<4 {
                let made = try await owner.fill("staff/invoices/new?client=one", draft)
                try expect(made.status == 303, "a draft was answered with \(made.status)")
                drafts.append(made["location"].map { String($0.prefix { $0 != "?" }) } ?? "")
            }
            // All at once: whoever comes second must not get the first one's number.
            let statuses = try await withThrowingTaskGroup(of: Int.self) { group in
                for path in drafts {
                    group.addTask {
                        let state = FormReader.attribute(
                            "value",
                            try await owner.get(path).text.firstMatch(of: /<input[^>]* name="state"[^>]*>/).map { String($0.0) }
                                ?? "")
                        return try await owner.post(path + "issue", ["state": state ?? ""]).status
                    }
                }
                return try await group.reduce(into: []) { $0.append($1) }
            }
            try seen.expect("invoices issued at the same moment", statuses.count { $0 == 303 }, is: 4)
            let numbers = try await lab.b.agency.inspect {
                try $0.all("SELECT number FROM invoice WHERE status = 'issued' AND number LIKE 'INV-%' ORDER BY number") {
                    try $0.text(0)
                }
            }
            let counts = numbers.compactMap { Int($0.split(separator: "-").last ?? "") }
            try seen.expect("their numbers, without gaps", counts, is: Array(1...4))
            let late = try await owner.send(
                "POST", drafts[0] + "edit", [("Content-Type", "application/x-www-form-urlencoded")], Array("due=2027-01-01".utf8))
            try seen.expect("an issued one is not changed any more", [404, 409].contains(late.status), is: true)
            var (issued, doubled) = (0, 0)
            for agency in try await lab.agencies() {
                let all = try await agency.inspect {
                    try $0.all("SELECT number FROM invoice WHERE status = 'issued' ORDER BY id") { try $0.text(0) }
                }
                issued += all.count
                doubled += all.count - Set(all).count
            }
            try seen.expectSome("issued invoices of all agencies", issued)
            try seen.expect("numbers given twice", doubled, is: 0)
        },
        Check("invoice-shown") { lab, seen in
            let contact = lab.a.contact.browser
            let page = try await contact.get("clients/one/invoices/P-1/")
            try seen.expect("an issued invoice, opened by its client", page.status, is: 200)
            try seen.expect("with its number", page.text.contains("P-1"), is: true)
            try seen.expect("and the sum with tax, 2 × 100.00 and 23 %", page.text.contains("246.00"), is: true)
            try seen.expect("and in the list", try await contact.get("clients/one/invoices/").text.contains("P-1"), is: true)
        },
        Check("payments-kept") { lab, seen in
            let owner = lab.a.owner.browser
            let id = try await lab.a.agency.inspect {
                try $0.one("SELECT id FROM invoice WHERE number = 'P-1'") { try $0.text(0) }
            }
            guard let id else { throw Failing("there is no invoice") }
            let path = "staff/invoices/\(id)/"
            var fields = FormReader.fields(try await owner.get(path).text)
            fields.merge(["amount": "246.00", "reference": "PAYMENT-77"]) { $1 }
            let body = Array(fields.map { "\($0.key)=\($0.value.replacing(" ", with: "+"))" }.joined(separator: "&").utf8)
            for _ in 0..<2 {
                _ = try await owner.send("POST", path + "payments", [("Content-Type", "application/x-www-form-urlencoded")], body)
            }
            let payments = try await lab.a.agency.inspect {
                try $0.all("SELECT amount FROM payment WHERE reference = 'PAYMENT-77' ORDER BY id") { try $0.integer(0) }
            }
            try seen.expect("payments kept, of one that was sent twice", payments.count, is: 1)
            try seen.expect("the amount, in cents", payments.first ?? 0, is: 24_600)
            try await lab.a.agency.settled()
            let shown = try await lab.a.contact.browser.get("clients/one/invoices/P-1/").text
            try seen.expect("the client sees it with its reference", shown.contains("PAYMENT-77"), is: true)
        },
    ]

    private static let draft = [
        "due": "2027-01-31", "currency": "EUR", "lines[0].description": "Advice", "lines[0].quantity": "1",
        "lines[0].price": "100.00",
        "lines[0].rate": "23", "lines[0].category": "S",
    ]
}
