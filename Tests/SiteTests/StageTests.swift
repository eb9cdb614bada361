import Model
import Testing

@testable import Site

/// How far along a case is, as a client reads it.
struct StageTests {
    private func pages(_ change: (inout Case) -> Void) throws -> [String: String] {
        var records = Demo.records()
        change(&records.cases[0].record)
        let pages = try loadedSite().render(records, agency: Demo.agency(), today: Demo.today, only: nil)
        return Dictionary(
            pages.filter { $0.path.hasPrefix("clients/acme/en.cid/") }
                .map { (String($0.path.dropFirst("clients/acme/en.cid/".count)), $0.text) }
        ) { first, _ in first }
    }

    @Test func `a client sees the stages of a case, which one it is in, and by when it is to be done`() throws {
        let shown = try pages { record in
            (record.stages, record.stage, record.due) = (["Offer", "Contract <b>", "Keys"], 1, Demo.day("2026-12-18"))
        }
        let page = try #require(shown["cases/lease/index.html"])
        #expect(page.contains(#"<li data-state="done"><bdi>Offer</bdi>"#))
        #expect(page.contains(#"<li data-state="now" aria-current="step"><bdi>Contract &lt;b&gt;</bdi>"#))
        #expect(page.contains(#"<li data-state="ahead"><bdi>Keys</bdi>"#))
        #expect(page.contains("Due 18 December 2026") || page.contains("Due December 18, 2026"))
        for path in ["index.html", "cases/index.html"] {
            #expect(try #require(shown[path]).contains("Contract &lt;b&gt; · Due "), "\(path)")
        }
    }

    @Test func `the stages of a closed case are all done, and nothing is due`() throws {
        let shown = try pages { record in
            (record.stages, record.stage, record.due) = (["Offer", "Contract"], 0, Demo.day("2026-12-18"))
            (record.status, record.closed) = (.closed, Demo.day("2026-11-20"))
        }
        let page = try #require(shown["cases/lease/index.html"])
        #expect(page.ranges(of: #"<li data-state="done">"#).count == 2)
        #expect(!shown.values.contains { $0.contains("Due ") && $0.contains("Offer") })
    }

    @Test func `a case that takes other stages stays where it is, or as far along as it can be`() {
        var record = Demo.cases()[0].record
        (record.stages, record.stage) = (["A", "B", "C"], 1)
        record.take(stages: ["X", "A", "B"])
        #expect(record.currentStage == "B")
        record.take(stages: ["X"])
        #expect(record.currentStage == "X")
        record.take(stages: [])
        #expect(record.currentStage == nil)
    }
}
