import Model
import Testing

@testable import Site

/// What a view may see, and what never becomes bytes.
struct ViewTests {
    static let rights: [Rights] = (0..<8).map { Rights(rawValue: $0) }

    @Test func `drafts, internal entries and unpublished documents are in no page of any view`() throws {
        let views = Set(Self.rights.flatMap { rights in ["en", "lt"].map { View(language: $0, rights: rights) } })
        let pages = try loadedSite().render(
            Demo.records(views: views), agency: Demo.agency(), today: Demo.today, only: nil)
        #expect(pages.count > 60)
        for page in pages { #expect(!page.text.contains(Demo.canary), "\(page.path)") }
        for page in pages { #expect(!page.path.contains(Demo.canary), "\(page.path)") }
    }

    @Test(arguments: rights)
    func `a view gets the pages of its rights and no word of the others`(_ rights: Rights) throws {
        let view = View(language: "en", rights: rights)
        let all = try loadedSite().render(Demo.records(views: [view]), agency: Demo.agency(), today: Demo.today, only: nil)
        let pages = all.filter { $0.path.hasPrefix("clients/acme/\(view.name)/") }
        let folders = Set(pages.map { $0.path.split(separator: "/")[3] })
        var expected: Set<Substring> = ["index.html"]
        if rights.contains(.cases) { expected.insert("cases") }
        if rights.contains(.invoices) { expected.insert("invoices") }
        if rights.contains(.documents) { expected.insert("documents") }
        #expect(folders == expected)
        let text = pages.map(\.text).joined()
        #expect(text.contains("Kaunas warehouse") == rights.contains(.cases))
        #expect(text.contains("/acme/cases/") == rights.contains(.cases))
        for letter in ["Is the roof ours", "Anna Petraitienė", "For the guarantee", "Annual accounts", "name=\"text\""] {
            #expect(text.contains(letter) == rights.contains(.cases), "\(letter)")
        }
        #expect(text.contains("INV-2026") == rights.contains(.invoices))
        #expect(text.contains("/acme/invoices/") == rights.contains(.invoices))
        #expect(text.contains("Sandėlio planas") == rights.contains(.documents))
        #expect(text.contains("/acme/documents/") == rights.contains(.documents))
        #expect(text.contains("type=\"file\"") == rights.isSuperset(of: [.cases, .documents]))
    }

    @Test func `the staff's view is made even when no contact has one, in the agency's language`() throws {
        let site = try loadedSite()
        let records = Demo.records(views: [View(language: "en", rights: .cases)])
        #expect(site.views(of: records, agency: Demo.agency("lt_LT")).map(\.name) == ["en.c", "lt.cid"])
        #expect(site.views(of: Demo.records(views: []), agency: Demo.agency("en_GB")).map(\.name) == ["en.cid"])
    }

    @Test func `a language without words is told in English, and the page says so`() throws {
        let view = View(language: "fi", rights: .all)
        let pages = try loadedSite().render(Demo.records(views: [view]), agency: Demo.agency(), today: Demo.today, only: nil)
        let home = pages.first { $0.path == "clients/acme/fi.cid/index.html" }
        #expect(home?.text.contains("<html lang=\"en\" dir=\"ltr\">") == true)
    }

    @Test func `pages that are linked to come before the pages that link to them`() throws {
        let pages = try loadedSite().render(Demo.records(views: []), agency: Demo.agency(), today: Demo.today, only: nil)
        let paths = pages.map { String($0.path.dropFirst("clients/acme/lt.cid/".count)) }
        #expect(paths.last == "index.html")
        let list = try #require(paths.firstIndex(of: "invoices/index.html"))
        let one = try #require(paths.firstIndex(of: "invoices/INV-2026-0007/index.html"))
        #expect(one < list)
    }

    @Test func `a text that somebody wrote never becomes a tag`() throws {
        let pages = try loadedSite().render(Hostile.records(), agency: Hostile.agency(), today: Demo.today, only: nil)
        let shared = try loadedSite().renderShared(agency: Hostile.agency(), content: { _ in nil }, today: Demo.today)
        #expect(pages.count > 8)
        for page in pages + shared {
            #expect(!page.text.contains("<svg onload"), "\(page.path)")
            #expect(!page.text.contains("\"><svg o"), "\(page.path)")
            #expect(page.text.contains("&lt;svg onload"), "\(page.path)")
        }
    }
}

/// The demo with the same attack in every text.
enum Hostile {
    static let text = "\"><svg onload=alert(1)>"

    static func agency() -> Agency {
        var agency = Demo.agency()
        (agency.name, agency.legalName, agency.address, agency.city, agency.postcode) = (text, text, text, text, text)
        (agency.country, agency.companyCode, agency.vat, agency.iban, agency.bic) = (text, text, text, text, text)
        (agency.email, agency.phone) = (text, text)
        return agency
    }

    static func records() -> ClientRecords {
        var records = Demo.records()
        (records.client.name, records.client.address, records.client.city, records.client.vat) = (text, text, text, text)
        for index in records.cases.indices {
            records.cases[index].record.title = text
            records.cases[index].record.summary = text
            for event in records.cases[index].events.indices {
                records.cases[index].events[event].title = text
                records.cases[index].events[event].body = text + "\n\n[x](javascript:alert(1)) ![x](https://example.com/x.png)"
            }
            for message in records.cases[index].messages.indices {
                records.cases[index].messages[message].author = text
                records.cases[index].messages[message].text = text + " javascript:alert(1) https://x.example/\(text)"
            }
            for request in records.cases[index].requests.indices {
                records.cases[index].requests[request].title = text
                for paper in records.cases[index].requests[request].papers.indices {
                    records.cases[index].requests[request].papers[paper].title = text
                    records.cases[index].requests[request].papers[paper].hint = text
                    records.cases[index].requests[request].papers[paper].note = text
                }
            }
            for document in records.cases[index].documents.indices {
                records.cases[index].documents[document].name = text
                records.cases[index].documents[document].type = text
            }
        }
        for index in records.invoices.indices {
            records.invoices[index].invoice.number += text
            records.invoices[index].invoice.notes = text
            records.invoices[index].creditsNumber = records.invoices[index].creditsNumber.map { $0 + text }
            for line in records.invoices[index].invoice.lines.indices {
                records.invoices[index].invoice.lines[line].description = text
                records.invoices[index].invoice.lines[line].unit = text
                records.invoices[index].invoice.lines[line].exemption = text
            }
            for payment in records.invoices[index].invoice.payments.indices {
                records.invoices[index].invoice.payments[payment].provider = text
                records.invoices[index].invoice.payments[payment].reference = text
            }
        }
        return records
    }
}
