import Markdown
import Model
import Templates

/// `/AGENCY/privacy/proof/`: every promise, and how it stands.
struct ProofIndexPage: Renderable {
    let frame: Frame
    let proof: ProofSummary
    let rows: [Row]
    let audits: [Audit]
    let policy: String

    static let fields = Fields<ProofIndexPage> {
        $0.one("frame") { $0.frame }
        $0.one("proof") { $0.proof }
        $0.list("rows") { $0.rows }
        $0.flag("hasAudits") { !$0.audits.isEmpty }
        $0.list("audits") { $0.audits }
        $0.text("policy") { $0.policy }
    }

    /// Somebody from outside looked.
    struct Audit: Renderable {
        let title, sha256: String
        let findings: [Finding]

        static let fields = Fields<Audit> {
            $0.text("title") { $0.title }
            $0.text("sha256") { $0.sha256 }
            $0.flag("hasFindings") { !$0.findings.isEmpty }
            $0.list("findings") { $0.findings }
        }
    }

    struct Finding: Renderable {
        let what, state, label: String

        static let fields = Fields<Finding> {
            $0.text("what") { $0.what }
            $0.text("state") { $0.state }
            $0.text("label") { $0.label }
        }
    }

    struct Row: Renderable {
        let id, href, state, label: String
        let sentences: [String]

        static let fields = Fields<Row> {
            $0.text("id") { $0.id }
            $0.text("href") { $0.href }
            $0.text("state") { $0.state }
            $0.text("label") { $0.label }
            $0.texts("sentences") { $0.sentences }
        }
    }
}

/// `/AGENCY/privacy/proof/CLAIM/`: one promise, what was done, what was seen.
struct ProofPage: Renderable {
    let frame: Frame
    let id, state, label: String
    /// The page of all promises.
    let index: String
    let sentences: [Sentence]
    /// Why the state is what it is, where no check says it.
    let explained: String?
    let checks: [CheckPart]
    let ran: String
    /// What is typed to do it again.
    let command: String
    /// SHA-256 of the newest run, as the audit log names it.
    let sha256: String?
    let runs: [Run]

    static let fields = Fields<ProofPage> {
        $0.one("frame") { $0.frame }
        $0.text("id") { $0.id }
        $0.text("state") { $0.state }
        $0.text("label") { $0.label }
        $0.text("index") { $0.index }
        $0.list("sentences") { $0.sentences }
        $0.maybe("explained") { $0.explained }
        $0.flag("hasChecks") { !$0.checks.isEmpty }
        $0.list("checks") { $0.checks }
        $0.text("ran") { $0.ran }
        $0.text("command") { $0.command }
        $0.maybe("sha256") { $0.sha256 }
        $0.flag("hasRuns") { !$0.runs.isEmpty }
        $0.list("runs") { $0.runs }
    }

    struct Sentence: Renderable {
        let id, text: String
        /// Where it stands; nil when the agency's own text does without it.
        let href: String?

        static let fields = Fields<Sentence> {
            $0.text("id") { $0.id }
            $0.text("text") { $0.text }
            $0.maybe("href") { $0.href }
        }
    }

    struct CheckPart: Renderable {
        let name, what: String
        let problem: String?
        let state, label: String
        let facts: [Fact]
        let time: String

        static let fields = Fields<CheckPart> {
            $0.text("name") { $0.name }
            $0.text("what") { $0.what }
            $0.maybe("problem") { $0.problem }
            $0.text("state") { $0.state }
            $0.text("label") { $0.label }
            $0.flag("hasFacts") { !$0.facts.isEmpty }
            $0.list("facts") { $0.facts }
            $0.text("time") { $0.time }
        }
    }

    struct Fact: Renderable {
        let what, value: String

        static let fields = Fields<Fact> {
            $0.text("what") { $0.what }
            $0.text("value") { $0.value }
        }
    }

    struct Run: Renderable {
        let when, build, state, label: String

        static let fields = Fields<Run> {
            $0.text("when") { $0.when }
            $0.text("build") { $0.build }
            $0.text("state") { $0.state }
            $0.text("label") { $0.label }
        }
    }
}
