import Markdown
import Model
import Templates

/// Renders the pages of the promises.
struct ProofRendering {
    let standing: Standing
    /// The texts that the agency shows, by where they are read: `privacy/`.
    let texts: [(path: String, text: Texts.Text)]
    /// The program's own text in place of the agency's: what that does without is still what the program promises.
    let standard: Texts.Text?

    private var site: Site { standing.site }
    private var words: Words { standing.words }

    /// Each promise, then all of them: what is linked to comes before what links.
    func pages() -> [RenderedPage] {
        let templates = site.templates(standing.language)
        let frame = site.frame(agency: standing.agency, language: standing.language, signedIn: false)
        let until = standing.freshUntil
        let one = site.claims.all.map { claim in
            RenderedPage(
                page: .shared("privacy/proof"), path: "privacy/proof/\(claim.id)/index.html",
                bytes: templates.proof.render(page(claim, frame)), freshUntil: until)
        }
        let index = ProofIndexPage(
            frame: frame, proof: ProofSummary(standing, isIndex: true),
            rows: site.claims.all.map { claim in
                ProofIndexPage.Row(
                    id: claim.id, href: standing.href(claim), state: standing.state(claim).rawValue,
                    label: standing.label(standing.state(claim)), sentences: sentences(claim).map(\.text))
            }, audits: site.audits.all.map(audit), policy: PagePath.agency(standing.agency.slug) + "privacy/")
        return one + [
            RenderedPage(
                page: .shared("privacy/proof"), path: "privacy/proof/index.html", bytes: templates.proofIndex.render(index),
                freshUntil: until)
        ]
    }

    private func audit(_ audit: OutsideAudit) -> ProofIndexPage.Audit {
        ProofIndexPage.Audit(
            title: words.text("audits.one", ["name": audit.who, "date": standing.formats.day(audit.date)]), sha256: audit.sha256,
            findings: audit.findings.map { finding in
                ProofIndexPage.Finding(
                    what: finding.what(in: standing.language), state: finding.mended == nil ? "waiting" : "closed",
                    label: finding.mended.map { words.text("audits.mended", ["date": standing.formats.day($0)]) }
                        ?? words.text("audits.open"))
            })
    }

    private func sentences(_ claim: Claim) -> [ProofPage.Sentence] {
        claim.sentences.compactMap { id in
            for (path, text) in texts {
                guard let sentence = text.sentence(id, for: standing.agency) else { continue }
                return ProofPage.Sentence(
                    id: id, text: Markdown.plain(sentence), href: PagePath.agency(standing.agency.slug) + path + "#\(id)")
            }
            return standard?.sentence(id, for: standing.agency).map {
                ProofPage.Sentence(id: id, text: Markdown.plain($0), href: nil)
            }
        }
    }

    private func page(_ claim: Claim, _ frame: Frame) -> ProofPage {
        let state = standing.state(claim)
        let newest = standing.runs.first
        return ProofPage(
            frame: frame, id: claim.id, state: state.rawValue, label: standing.label(state), index: standing.home,
            sentences: sentences(claim), explained: explained(claim, state),
            checks: claim.checks.map { check($0, newest?.run) }, ran: standing.ran, command: "portico prove \(claim.id)",
            sha256: newest?.sha256,
            runs: standing.runs.compactMap { kept in
                guard let verdict = kept.run.verdict(on: claim.id) else { return nil }
                return ProofPage.Run(
                    when: standing.formats.moment(kept.run.instant), build: kept.run.build, state: verdict.result.rawValue,
                    label: words.text("proof.state.\(verdict.result.rawValue)"))
            })
    }

    /// Why a claim stands as it does, where it is not for a check to say.
    private func explained(_ claim: Claim, _ state: ClaimState) -> String? {
        let verdict = standing.runs.first?.run.verdict(on: claim.id)
        if let why = site.weakened[claim.id] {
            return words.text("proof.why.weakened", ["what": why.joined(separator: "; ")])
        }
        switch state {
        case .notInUse where claim.unless != nil: return words.text("proof.why.operator-is-agency")
        case .notInUse: return words.text("proof.why.not-in-use")
        case .stale: return words.text("proof.why.stale", count: claim.maxAge)
        case .attested:
            guard let until = verdict?.until.flatMap({ Day($0) }) else { return nil }
            return words.text("proof.why.attested", ["date": standing.formats.day(until)])
        case .failing where claim.state == .missing: return words.text("proof.why.missing")
        // Signed for, but a check beside the signature found something, and says what.
        case .failing where verdict?.result == .failing && verdict?.problem == nil: return nil
        case .failing where claim.kind == .attested: return words.text("proof.why.unattested")
        case .proved, .failing, .notRun: return nil
        }
    }

    private func check(_ name: String, _ run: ProofRun?) -> ProofPage.CheckPart {
        let outcome = run?.outcome(of: name)
        let state: ClaimState = outcome.map { $0.problem == nil ? .proved : .failing } ?? .notRun
        return ProofPage.CheckPart(
            name: name, what: site.claims.what(name, standing.language) ?? name, problem: outcome?.problem,
            state: state.rawValue, label: standing.label(state),
            facts: outcome?.seen.map { ProofPage.Fact(what: $0.what, value: $0.value) } ?? [],
            time: outcome.map { "\($0.milliseconds) ms" } ?? "")
    }
}
