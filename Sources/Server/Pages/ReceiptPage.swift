import Site
import Templates

/// What became of an upload, file by file: for whoever uploaded, and for staff.
struct ReceiptPage: ServerPage {
    static let template = "portal/receipt"

    /// A file that is kept.
    struct Kept: Renderable, Sendable {
        let name: String
        let size: String
        /// 64 hexadecimal digits.
        let sha256: String
        /// Whether these bytes had been received before.
        let again: Bool

        static let fields = Fields<Kept> {
            $0.text("name") { $0.name }
            $0.text("size") { $0.size }
            $0.text("sha256") { $0.sha256 }
            $0.flag("again") { $0.again }
        }
    }

    /// A file that is not.
    struct Refused: Renderable, Sendable {
        let name: String
        /// A sentence.
        let why: String

        static let fields = Fields<Refused> {
            $0.text("name") { $0.name }
            $0.text("why") { $0.why }
        }
    }

    let frame: Frame
    /// Back to where the upload came from.
    let caseHref: String
    let caseTitle: String
    /// How many were kept, how many refused.
    let summary: String
    /// The receipt's identity, to name it by.
    let number: String
    /// RFC 3339, for machines.
    let instant: String
    /// Day and time in the agency's time zone.
    let time: String
    /// Whether it answers an upload of bytes that had been received before.
    let isAgain: Bool
    /// Whether a member of staff sent it: who sees it is decided elsewhere.
    let isStaff: Bool
    let kept: [Kept]
    let refused: [Refused]

    static let fields = Fields<ReceiptPage> {
        $0.one("frame") { $0.frame }
        $0.text("caseHref") { $0.caseHref }
        $0.text("caseTitle") { $0.caseTitle }
        $0.text("summary") { $0.summary }
        $0.text("number") { $0.number }
        $0.text("instant") { $0.instant }
        $0.text("time") { $0.time }
        $0.flag("isAgain") { $0.isAgain }
        $0.flag("isStaff") { $0.isStaff }
        $0.list("kept") { $0.kept }
        $0.flag("hasKept") { !$0.kept.isEmpty }
        $0.list("refused") { $0.refused }
        $0.flag("hasRefused") { !$0.refused.isEmpty }
    }
}
