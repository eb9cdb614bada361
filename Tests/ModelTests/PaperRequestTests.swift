import Model
import Testing

@Suite struct PaperRequestTests {
    @Test(arguments: [
        // Asked on the 10th, due on the 20th.
        ("2026-03-16", nil, false), ("2026-03-17", nil, true), ("2026-03-20", nil, true), ("2026-03-18", "2026-03-17", false),
        ("2026-03-20", "2026-03-17", false), ("2026-03-21", "2026-03-17", true), ("2026-03-21", nil, true),
        ("2026-03-22", "2026-03-21", false), ("2026-06-01", "2026-03-21", false), ("2026-03-21", "2026-03-20", true),
    ])
    func `a reminder comes when the day is near and when it is over, once each`(_ today: String, _ last: String?, _ wants: Bool)
        throws
    {
        let request = try Self.request(due: "2026-03-20", reminded: last)
        #expect(request.wantsReminder(on: try #require(Day(today)), asked: try #require(Day("2026-03-10"))) == wants)
    }

    @Test func `nobody is reminded on the day on which they were asked, nor of what has come, nor without a day`() throws {
        let day = try #require(Day("2026-03-20"))
        #expect(try !Self.request(due: "2026-03-20").wantsReminder(on: day, asked: day))
        #expect(try !Self.request(due: "2026-03-19").wantsReminder(on: day, asked: day))
        #expect(try !Self.request(due: nil).wantsReminder(on: day, asked: day.adding(days: -9)))
        var done = try Self.request(due: "2026-03-20")
        done.papers[0].state = .received
        #expect(!done.wantsReminder(on: day, asked: day.adding(days: -9)))
    }

    @Test(arguments: [
        // What the agency takes, what the paper asks for, what is taken for it.
        ([UploadKind.pdf], PaperKinds.photo, [UploadKind.photo]), ([.pdf], .pdfOrPhoto, [.pdf]),
        ([.pdf, .text], .any, [.pdf, .text]),
        ([.sheet], .pdfOrPhoto, [.pdf, .photo]),
    ])
    func `a paper can be answered, whatever the agency takes by now`(
        _ agency: [UploadKind], _ asked: PaperKinds, _ taken: [UploadKind]
    ) {
        let paper = Paper(id: ID("p"), request: ID("r"), title: "T", kinds: asked)
        let rules = UploadRules(kinds: agency, largest: 7).answering(paper)
        #expect(rules.kinds.filter(asked.kinds.contains) == taken && rules.largest == 7)
        #expect(UploadRules(kinds: agency).answering(nil).kinds == agency)
    }

    private static func request(due: String?, reminded: String? = nil) throws -> PaperRequest {
        var request = PaperRequest(
            id: ID("r"), client: ID("c"), caseID: ID("k"), person: ID("p"), at: Instant(milliseconds: 0), title: "T",
            due: try due.map { try #require(Day($0)) }, papers: [Paper(id: ID("a"), request: ID("r"), title: "A")])
        request.reminded = try reminded.map { try #require(Day($0)) }
        return request
    }
}
