/// What staff ask a client's contacts to send for a case: a list of papers.
public struct PaperRequest: Hashable, Sendable {
    /// Its identity.
    public var id: ID<PaperRequest>
    /// Who is asked.
    public var client: ID<Client>
    /// The case that it is for.
    public var caseID: ID<Case>
    /// Who asked.
    public var person: ID<Person>
    /// When it was asked.
    public var at: Instant
    /// What they are for; one line.
    public var title: String
    /// The day by which they are needed, in the agency's time zone.
    public var due: Day?
    /// The day on which contacts were last reminded of it; nil: they never were.
    public var reminded: Day?
    /// In the order in which they were asked for; never empty.
    public var papers: [Paper]

    /// - Parameters: as the properties.
    public init(
        id: ID<PaperRequest>, client: ID<Client>, caseID: ID<Case>, person: ID<Person>, at: Instant, title: String,
        due: Day?, papers: [Paper]
    ) {
        (self.id, self.client, self.caseID, self.person) = (id, client, caseID, person)
        (self.at, self.title, self.due, self.papers) = (at, title, due, papers)
    }

    /// The papers that contacts have still to send.
    public var open: [Paper] { papers.filter { $0.state == .open } }

    /// How many days before the due day contacts are reminded of it.
    public static let reminderDays = 3

    /// Whether contacts are to be reminded of it on a day: once when the due day is near and once when it is over, never on the
    /// day on which they were asked.
    /// - Parameter asked: the day of `at`, in the agency's time zone.
    public func wantsReminder(on today: Day, asked: Day) -> Bool {
        guard let due, !open.isEmpty, asked < today else { return false }
        if due < today { return reminded.map { $0 <= due } ?? true }
        return reminded == nil && due <= today.adding(days: PaperRequest.reminderDays)
    }
}

extension Sequence<PaperRequest> {
    /// The titles of the papers that documents answer, in the order of the requests.
    public var answered: [ID<Document>: [String]] {
        var titles: [ID<Document>: [String]] = [:]
        for paper in flatMap(\.papers) {
            for document in paper.documents where titles[document]?.contains(paper.title) != true {
                titles[document, default: []].append(paper.title)
            }
        }
        return titles
    }
}

/// One paper of a request.
public struct Paper: Hashable, Sendable {
    /// How far one paper has come.
    public enum State: String, Sendable, CaseIterable {
        /// The client has still to send it.
        case open
        /// A file was taken for it.
        case received
        /// Staff are content with it, however it came.
        case accepted
        /// Staff ask for it no more.
        case withdrawn
    }

    /// Its identity.
    public var id: ID<Paper>
    /// The request that it is of.
    public var request: ID<PaperRequest>
    /// What it is; one line.
    public var title: String
    /// What to mind, plain text; may be empty.
    public var hint: String
    /// Which files are taken for it.
    public var kinds: PaperKinds
    /// The most bytes of one file; nil: what every upload may have.
    public var largest: Int64?
    /// How far it has come.
    public var state: State
    /// What staff said of it last, for the client to read; may be empty.
    public var note: String
    /// Goes up at each change of state.
    public var version: Int64
    /// The documents that answer it, in the order in which they came; some may have been removed since.
    public var documents: [ID<Document>]

    /// - Parameters: as the properties.
    public init(
        id: ID<Paper>, request: ID<PaperRequest>, title: String, hint: String = "", kinds: PaperKinds = .any,
        largest: Int64? = nil, state: State = .open, note: String = "", version: Int64 = 1, documents: [ID<Document>] = []
    ) {
        (self.id, self.request, self.title, self.hint) = (id, request, title, hint)
        (self.kinds, self.largest, self.state, self.note) = (kinds, largest, state, note)
        (self.version, self.documents) = (version, documents)
    }

    /// Why a file is not taken for this paper, though documents of its type and size are taken in general; nil: it is.
    /// - Parameters:
    ///   - type: the media type that its bytes were found to be.
    ///   - size: bytes.
    public func refusal(ofType type: String, size: Int64, named name: String) -> Refusal? {
        refusal(ofSize: size, named: name) ?? (kinds.take(type) ? nil : Refusal(.unsupportedType, kinds.word, ["name": name]))
    }

    /// Why a file is not taken of which only the name is known.
    /// - Parameter types: the media types that it can be found to have; nil: any.
    public func refusal(ofTypes types: Set<String>?, named name: String) -> Refusal? {
        guard let types, !types.contains(where: kinds.take) else { return nil }
        return Refusal(.unsupportedType, kinds.word, ["name": name])
    }

    /// Why a file that has so many bytes by now is not taken.
    public func refusal(ofSize size: Int64, named name: String) -> Refusal? {
        guard let largest, size > largest else { return nil }
        return Refusal(.tooLarge, "refusal.paper.size", ["name": name, "limit": Paper.size(largest)])
    }

    /// A limit in people's words: `5 MB`, which are 5 × 2^20 bytes.
    public static func size(_ bytes: Int64) -> String {
        bytes.isMultiple(of: 1 << 20) ? "\(bytes >> 20)\u{A0}MB" : "\((bytes + 1023) >> 10)\u{A0}KB"
    }
}

/// The types of files that are taken for a paper, as people name them.
public enum PaperKinds: String, Sendable, CaseIterable {
    case any, pdf, photo, document, sheet
    /// The usual wish: something to read, scanned or photographed.
    case pdfOrPhoto = "pdf-photo"

    /// Whether a file of that media type, one of those that documents may have, is taken.
    public func take(_ type: String) -> Bool {
        self == .any || kinds.contains { $0.takes(type) }
    }

    /// The same as people tell files apart.
    public var kinds: [UploadKind] {
        switch self {
        case .any: UploadKind.allCases
        case .pdf: [.pdf]
        case .photo: [.photo]
        case .pdfOrPhoto: [.pdf, .photo]
        case .document: [.document]
        case .sheet: [.sheet]
        }
    }

    /// The sentence about a file of another type.
    var word: String {
        switch self {
        case .any: "refusal.document.type.unknown"
        case .pdf: "refusal.paper.pdf"
        case .photo: "refusal.paper.photo"
        case .pdfOrPhoto: "refusal.paper.pdf-photo"
        case .document: "refusal.paper.document"
        case .sheet: "refusal.paper.sheet"
        }
    }
}
