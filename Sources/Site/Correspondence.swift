import Markdown
public import Model
public import Templates

/// The messages on a case as they stand there, the oldest first: partials/correspondence, for clients and for staff.
public struct Correspondence: Renderable, Sendable {
    /// So many of the latest are shown at once; the earlier ones are folded up.
    private static let shown = 6

    /// One message.
    public struct Row: Renderable, Sendable {
        let anchor, author, about, instant, time, side: String
        let isUnread: Bool
        let isWithdrawn: Bool
        let body: HTML
        let files: [FileLink]
        /// Where its author takes it back, and the page to come back to.
        let withdraw, back: String?

        /// By which it is filled into its template.
        public static let fields = Fields<Row> {
            $0.text("anchor") { $0.anchor }
            $0.text("author") { $0.author }
            $0.maybe("about") { $0.about }
            $0.text("instant") { $0.instant }
            $0.text("time") { $0.time }
            $0.text("side") { $0.side }
            $0.flag("isUnread") { $0.isUnread }
            $0.flag("isWithdrawn") { $0.isWithdrawn }
            $0.flag("hasBody") { $0.body != .empty }
            $0.html("body") { $0.body }
            $0.flag("hasFiles") { !$0.files.isEmpty }
            $0.list("files") { $0.files }
            $0.maybe("withdraw") { $0.withdraw }
            $0.maybe("back") { $0.back }
        }
    }

    /// What only staff see of it, on pages made for one person.
    public struct Own: Sendable {
        /// The messages that the person has not read.
        let unread: Set<ID<Message>>
        /// The messages that the person may take back.
        let withdrawable: Set<ID<Message>>
        /// `/AGENCY/staff/messages/`.
        let verbs: String
        /// The page to come back to.
        let back: String

        /// - Parameters:
        ///   - unread: the messages that the person has not read.
        ///   - withdrawable: the messages that the person may take back.
        ///   - verbs: `/AGENCY/staff/messages/`.
        ///   - back: the page to come back to.
        public init(unread: Set<ID<Message>>, withdrawable: Set<ID<Message>>, verbs: String, back: String) {
            (self.unread, self.withdrawable, self.verbs, self.back) = (unread, withdrawable, verbs, back)
        }
    }

    let rows: [Row]
    private let words: Words

    /// - Parameters:
    ///   - messages: the oldest first.
    ///   - documents: those of the case that the reader may open.
    ///   - own: what is true of one member of staff; nil on pages that are files.
    public init(
        _ messages: [Message], documents: [Document], agency: Agency, client: Client, words: Words, formats: Formats,
        own: Own? = nil
    ) {
        let known = Dictionary(documents.map { ($0.id, $0) }) { first, _ in first }
        self.words = words
        rows = messages.map { message in
            let side = message.origin == .staff ? agency.name : client.name
            let mayWithdraw = own?.withdrawable.contains(message.id) ?? false
            return Row(
                anchor: "m-\(message.id)", author: message.author.isEmpty ? side : message.author,
                about: message.author.isEmpty ? "" : side, instant: message.at.rfc3339, time: formats.moment(message.at),
                side: message.origin.rawValue, isUnread: own?.unread.contains(message.id) ?? false,
                isWithdrawn: message.withdrawn != nil, body: PlainText.html(message.text),
                files: message.documents.compactMap { id in
                    known[id].map { FileLink($0, agency: agency, client: client, formats: formats) }
                },
                withdraw: mayWithdraw ? own.map { "\($0.verbs)\(message.id)/withdraw" } : nil,
                back: own?.back)
        }
    }

    /// How many are folded up: an unread one never is.
    private var folded: Int {
        let count = max(0, rows.count - Correspondence.shown)
        return min(count, rows.firstIndex(where: \.isUnread) ?? count)
    }

    /// By which it is filled into its template.
    public static let fields = Fields<Correspondence> {
        $0.flag("hasRows") { !$0.rows.isEmpty }
        $0.flag("hasEarlier") { $0.folded > 0 }
        $0.text("earlierTitle") { $0.words.text("messages.earlier", count: $0.folded) }
        $0.list("earlier") { Array($0.rows.prefix($0.folded)) }
        $0.list("latest") { Array($0.rows.dropFirst($0.folded)) }
    }
}

/// A document in a line of text.
public struct FileLink: Renderable, Sendable {
    let href, name, size: String

    init(_ document: Document, agency: Agency, client: Client, formats: Formats) {
        href = PagePath.document(agency.slug, client.slug, document.id)
        (name, size) = (document.name, formats.size(document.size))
    }

    /// By which it is filled into its template.
    public static let fields = Fields<FileLink> {
        $0.text("href") { $0.href }
        $0.text("name") { $0.name }
        $0.text("size") { $0.size }
    }
}

/// The form by which a message is written: partials/letter-form, for clients and for staff.
public struct LetterForm: Renderable, Sendable {
    let action, form, types, limits, accept: String
    let mayAttach, isStaff: Bool
    /// What was typed before, and what is wrong with it.
    let text: String
    let error: String?
    /// The same of a file that was sent with it.
    let fileError: String?

    /// - Parameters:
    ///   - form: the one-time id; on pages that are files, `LetterForm.id(after:)`.
    ///   - mayAttach: whether files may be sent with it.
    ///   - isStaff: whether it says that what is attached is published.
    ///   - rules: those that bind whoever sends; for staff, none.
    ///   - text: what was typed before.
    ///   - error: what is wrong with it, a sentence.
    ///   - fileError: what is wrong with a file, a sentence.
    public init(
        _ record: Slug, of client: Slug, agency: Slug, form: String, mayAttach: Bool, isStaff: Bool, limits: UploadLimits,
        rules: UploadRules = .all, words: Words, formats: Formats, text: String = "", error: String? = nil,
        fileError: String? = nil
    ) {
        action = PagePath.messages(agency, client, record)
        (self.form, self.mayAttach, self.isStaff, self.text) = (form, mayAttach, isStaff, text)
        (self.error, self.fileError) = (error, fileError)
        self.limits = words.text("upload.limits", count: limits.files, ["size": formats.limit(rules.largest(within: limits))])
        (types, accept) = (rules.sentence(words, formats), rules.accept)
    }

    /// The id of a form on a page that is the same file for everybody: it changes with each message, so that one who writes
    /// the same again, having seen the first, means it.
    public static func id(after messages: [Message]) -> String { messages.last?.id.text ?? "first" }

    /// By which it is filled into its template.
    public static let fields = Fields<LetterForm> {
        $0.text("action") { $0.action }
        $0.text("form") { $0.form }
        $0.text("types") { $0.types }
        $0.text("limits") { $0.limits }
        $0.maybe("accept") { $0.accept }
        $0.flag("mayAttach") { $0.mayAttach }
        $0.flag("isStaff") { $0.isStaff }
        $0.text("text") { $0.text }
        $0.maybe("error") { $0.error }
        $0.maybe("fileError") { $0.fileError }
        $0.flag("isBack") { $0.error != nil || $0.fileError != nil }
        $0.text("most") { _ in String(Message.mostText) }
    }
}
