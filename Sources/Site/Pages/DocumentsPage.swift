public import Model
import Templates

/// All documents of a client, by case.
struct DocumentsPage: Renderable {
    struct Group: Renderable {
        /// Nil for a view that may not know the cases.
        let heading, href: String?
        let documents: [DocumentRow]

        static let fields = Fields<Group> {
            $0.maybe("heading") { $0.heading }
            $0.maybe("caseHref") { $0.href }
            $0.list("documents") { $0.documents }
        }
    }

    let frame: Frame
    let client: String
    let groups: [Group]

    init(_ shown: Shown, _ setting: Setting) throws {
        (frame, client) = (setting.frame, shown.client.name)
        groups = shown.documents.map { group in
            Group(
                heading: group.record?.title,
                href: group.record.map { setting.base + PagePath.caseRecord($0.slug) },
                documents: group.documents.map { DocumentRow($0, setting) })
        }
    }

    static let fields = Fields<DocumentsPage> {
        $0.one("frame") { $0.frame }
        $0.text("client") { $0.client }
        $0.flag("hasGroups") { !$0.groups.isEmpty }
        $0.list("groups") { $0.groups }
    }
}

/// A document in a list.
struct DocumentRow: Renderable {
    let href, name, about: String
    /// The papers that it answers; nil: it was not asked for.
    let answers: String?
    /// Of what there are pictures of: the page that shows it is linked, else its bytes.
    let thumbnail: String?

    init(_ document: Document, _ setting: Setting, answers: [String] = []) {
        let bytes = PagePath.document(setting.agency.slug, setting.client.slug, document.id)
        href = document.hasPicture ? bytes + "/view/" : bytes
        thumbnail = document.hasPicture ? bytes + "/thumbnail" : nil
        name = document.name
        self.answers = answers.isEmpty ? nil : answers.joined(separator: ", ")
        let from = document.origin == .client ? setting.client.name : setting.agency.name
        about = setting.words.text(
            "document.about",
            [
                "type": setting.words.text(document.typeWord), "size": setting.formats.size(document.size),
                "date": setting.formats.shortDay(setting.formats.day(of: document.received)), "name": from,
            ])
    }

    static let fields = Fields<DocumentRow> {
        $0.text("href") { $0.href }
        $0.text("name") { $0.name }
        $0.text("about") { $0.about }
        $0.maybe("answers") { $0.answers }
        $0.maybe("thumbnail") { $0.thumbnail }
    }
}

extension Document {
    /// What people call a media type.
    public var typeWord: String {
        if type == "application/pdf" { return "document.type.pdf" }
        if type.hasPrefix("image/") { return "document.type.image" }
        if type == "message/rfc822" { return "document.type.mail" }
        if type == "text/csv" || type.contains("spreadsheet") || type.contains("excel") { return "document.type.sheet" }
        if type.contains("presentation") { return "document.type.slides" }
        if type.contains("wordprocessing") || type.contains("msword") || type.contains("opendocument.text") {
            return "document.type.document"
        }
        return type.hasPrefix("text/") ? "document.type.text" : "document.type.other"
    }
}
