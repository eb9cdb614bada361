public import Model
public import Templates

/// The form by which documents are sent to a case: partials/upload-form, for clients and for staff. It works by itself;
/// assets/upload.js makes more of it where scripts run.
public struct UploadForm: Renderable, Sendable {
    /// Where the form is sent.
    let action: String
    /// Where uploads that can be resumed are begun.
    let resumable: String
    /// What is taken, in a sentence.
    let types: String
    /// How many files and how large, in a sentence.
    let limits: String
    /// What a browser offers first; empty: everything.
    let accept: String
    /// Whether it asks who may see the files: staff decide that.
    let asksVisibility: Bool

    /// - Parameters:
    ///   - rules: those that bind whoever sends; for staff, none.
    ///   - asksVisibility: whether it asks who may see the files.
    public init(
        _ record: Slug, of client: Slug, agency: Slug, limits: UploadLimits, rules: UploadRules = .all, words: Words,
        formats: Formats,
        asksVisibility: Bool
    ) {
        action = PagePath.upload(agency, client, record)
        resumable = PagePath.resumable(agency, client, record)
        self.limits = words.text("upload.limits", count: limits.files, ["size": formats.limit(rules.largest(within: limits))])
        (types, accept) = (rules.sentence(words, formats), rules.accept)
        self.asksVisibility = asksVisibility
    }

    /// By which it is filled into its template.
    public static let fields = Fields<UploadForm> {
        $0.text("action") { $0.action }
        $0.text("resumable") { $0.resumable }
        $0.text("types") { $0.types }
        $0.text("limits") { $0.limits }
        $0.maybe("accept") { $0.accept }
        $0.flag("asksVisibility") { $0.asksVisibility }
    }
}
