import Foundation
import Model
import Site
import Templates

/// What the templates below `mail/` are filled with. Plain text: whatever people typed is made one line first, so that no
/// name can begin a line of its own, hide a sign or turn the direction of what follows.
struct LetterText: Renderable, Sendable {
    /// What is new of one case, or of a client's invoices.
    struct Group: Renderable, Sendable {
        let heading: String
        let url: String
        let items: [String]

        static let fields = Fields<Group> {
            $0.text("heading") { $0.heading }
            $0.text("url") { $0.url }
            $0.texts("items") { $0.items }
        }
    }

    /// Empty for somebody whose name is not said.
    var greeting = ""
    var lead = ""
    var url = ""
    var code = ""
    /// Until when it is good.
    var until = ""
    var groups: [Group] = []
    /// Where less mail is chosen; empty where it cannot be declined.
    var choose = ""
    /// The newest checkpoint of the audit logs, as it was signed; empty for whoever does not get it.
    var checkpoint = ""
    var agency = ""
    /// The portal's own address.
    var home = ""

    static let fields = Fields<LetterText> {
        $0.text("greeting") { $0.greeting }
        $0.text("lead") { $0.lead }
        $0.text("url") { $0.url }
        $0.text("code") { $0.code }
        $0.text("until") { $0.until }
        $0.list("groups") { $0.groups }
        $0.maybe("choose") { $0.choose }
        $0.maybe("checkpoint") { $0.checkpoint }
        $0.text("agency") { $0.agency }
        $0.text("home") { $0.home }
    }

    /// All templates, by the kind of letter.
    static let kinds = [
        "invitation", "sign-in", "new-password", "password-changed", "second-factor-on", "second-factor-off",
        "recovery-code-used", "new-address", "address-changed", "policy-announced", "incident", "operator-access", "staff-opened",
        "inactive", "digest", "data-request", MailLetter.lastKind,
    ]

    /// Compiles every letter in every language, so that what does not fit is refused at boot.
    /// - Throws: `Refusal(.configuration)`.
    static func check(_ site: Site) throws {
        for kind in kinds {
            for language in site.languages {
                _ = try site.library.template("mail/" + kind, for: LetterText.self, language: language)
            }
        }
    }

    /// The text of a letter, lines ending in LF, no more than one empty line between two.
    func text(_ kind: String, site: Site, language: String) throws -> String {
        let template = try site.library.template("mail/" + kind, for: LetterText.self, language: language)
        let text = String(decoding: template.render(self), as: UTF8.self)
        return text.replacing(/\n{3,}/, with: "\n\n").trimmingCharacters(in: .newlines) + "\n"
    }

    /// Text as one line: breaks and controls are spaces, marks that change the direction of what follows are gone
    /// (RFC 5322, 2.2; Unicode's bidirectional controls).
    static func line(_ text: String) -> String {
        var line = String.UnicodeScalarView()
        for scalar in text.unicodeScalars {
            switch scalar.properties.generalCategory {
            case .control, .lineSeparator, .paragraphSeparator: line.append(" ")
            case .format where !joiners.contains(scalar): break
            case .surrogate, .privateUse: break
            default: line.append(scalar)
            }
        }
        return String(line).trimmingCharacters(in: .whitespaces)
    }

    /// Invisible signs that scripts and pictures need: zero width non-joiner and joiner.
    private static let joiners: Set<Unicode.Scalar> = ["\u{200C}", "\u{200D}"]
}
