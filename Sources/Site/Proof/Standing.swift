import Model
import Templates

/// How the promises stand for the readers of one agency on one day.
struct Standing {
    let site: Site
    let agency: Agency
    let language: String
    let today: Day
    /// The kept runs, the newest first.
    let runs: [KeptProof]
    /// The day of the newest run, in the agency's time zone.
    let ranOn: Day?
    private let states: [String: ClaimState]

    init(site: Site, agency: Agency, language: String, today: Day, runs: [KeptProof]) {
        (self.site, self.agency, self.language, self.today, self.runs) = (site, agency, language, today, runs)
        let ranOn = runs.first.map { Day($0.run.instant, in: agency.zone) }
        self.ranOn = ranOn
        states = Dictionary(
            uniqueKeysWithValues: site.claims.all.map {
                // Whatever a run found that was made before the promise was made to rest on less.
                let isWeakened = site.weakened[$0.id] != nil
                return ($0.id, isWeakened ? .failing : ClaimState($0, runs.first?.run, ranOn: ranOn, today: today))
            })
    }

    var words: Words { site.words(language) }
    var formats: Formats { site.formats(language: language, agency: agency) }
    var home: String { PagePath.agency(agency.slug) + "privacy/proof/" }

    func state(_ claim: Claim) -> ClaimState { states[claim.id] ?? .notRun }

    func href(_ claim: Claim) -> String { home + claim.id + "/" }

    func label(_ state: ClaimState) -> String { words.text("proof.state.\(state.rawValue)") }

    /// The first day on which a page may stand otherwise though nothing ran: what was proved is too old, or what was attested is over.
    var freshUntil: Day? {
        guard let ranOn, let run = runs.first?.run else { return nil }
        let old = site.claims.all.filter { state($0) == .proved }.map { ranOn.adding(days: $0.maxAge + 1) }
        let over = run.verdicts.compactMap { $0.until.flatMap { Day($0) }?.adding(days: 1) }
        return (old + over).filter { $0 > today }.min()
    }

    /// The mark behind a sentence: the worst of what it promises, and the way to it.
    func mark(_ sentence: String) -> String {
        let claims = site.claims.of(sentence: sentence)
        guard let claim = claims.min(by: { state($0).rank < state($1).rank }) else { return "" }
        let standing = self.state(claim)
        return " <a class=\"mark\" data-state=\"\(standing.rawValue)\" id=\"\(sentence)\" href=\"\(href(claim))\">"
            + "\(Standing.icon(standing))<span class=\"hidden\">\(label(standing))</span></a>"
    }

    /// So many of each state, the whole first; what there is none of is said too.
    var figures: [Figure] {
        var figures = [Figure(state: "all", count: site.claims.all.count, label: words.text("proof.figure.all"))]
        for state in [ClaimState.proved, .failing, .stale, .attested, .notInUse, .notRun] {
            let count = states.values.count { $0 == state }
            // Whether something was run is said by the day; these two are rare.
            if count == 0, [.stale, .notRun].contains(state) { continue }
            figures.append(Figure(state: state.rawValue, count: count, label: label(state)))
        }
        return figures
    }

    /// When the newest run was, in words.
    var ran: String {
        guard let run = runs.first?.run else { return words.text("proof.never") }
        return words.text("proof.ran", ["when": formats.moment(run.instant), "build": run.build])
    }

    struct Figure: Renderable {
        let state: String
        let count: Int
        let label: String

        static let fields = Fields<Figure> {
            $0.text("state") { $0.state }
            $0.text("count") { String($0.count) }
            $0.text("label") { $0.label }
        }
    }

    private static func icon(_ state: ClaimState) -> String {
        let path =
            switch state {
            case .proved: "<path d=\"m8 12.2 2.8 2.8L16 9.5\"/>"
            case .failing: "<path d=\"m9 9 6 6m0-6-6 6\"/>"
            case .stale: "<path d=\"M12 7.5V12l3 2\"/>"
            case .attested: "<path d=\"M8 15.5h8M9 12.5l5-5 2 2-5 5H9z\"/>"
            case .notInUse: "<path d=\"M8 12h8\"/>"
            case .notRun: "<path d=\"M12 12h.01\"/>"
            }
        return
            "<svg class=\"icon\" viewBox=\"0 0 24 24\" aria-hidden=\"true\"><circle cx=\"12\" cy=\"12\" r=\"8.5\"/>\(path)</svg>"
    }
}
