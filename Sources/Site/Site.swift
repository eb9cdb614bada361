import Crypto
import Foundation
public import Model
public import Templates

/// Turns values into pages. Knows templates, words, texts and assets; knows no database and no document.
///
/// A page is a function of its values and of one day: the same records, content, templates, words and day give the same
/// bytes, whatever the order or the number of threads.
public struct Site: Sendable {
    /// Templates and words, in every language.
    public let library: Library
    /// What pages refer to: styles, scripts, pictures.
    public let assets: Assets
    /// Of templates, words, content, assets, program version and what pages say of limits: when it differs from what an agency was built with, every
    /// page of it is stale.
    public var digest: String {
        Hex.text(Array(SHA256.hash(data: Array("\(sources)\n\(upload.fileBytes)\n\(upload.files)".utf8))))
    }
    /// The digest of the files and the program's version.
    private let sources: String
    /// The languages of templates/words/, sorted.
    public let languages: [String]
    /// What the upload form says about limits.
    public var upload = UploadLimits()

    let resources: Resources
    /// The promises of the texts.
    public private(set) var claims: Claims
    /// By the id of a promise that rests on less here than in the program what is less about it: it is failing.
    public private(set) var weakened: [String: [String]] = [:]
    var texts: Texts
    /// Who else processes data: content/processors.yaml.
    public let processors: [Processor]
    /// Who examined from outside how safe this is: content/audits.yaml.
    public let audits: OutsideAudits
    private let wordsByLanguage: [String: Words]
    private let templatesByLanguage: [String: PageTemplates]
    private let english: Words
    private let fallback: PageTemplates
    private let cache = FormatsCache()

    /// Loads templates, words, content and assets from the program's resources, files at the same path under `workspace`
    /// winning; compiles every template in every language and reads every text.
    /// - Parameters:
    ///   - workspace: the workspace's folder, or nil.
    ///   - version: the program's; part of the digest.
    /// - Throws: `Refusal(.configuration)` naming the file.
    public static func load(workspace: String?, version: String = "") throws -> Site {
        try Site(Resources(workspace: workspace), version: version)
    }

    init(_ resources: Resources, version: String) throws {
        let words = try Site.words(resources)
        let library = try Library(sources: Site.sources(resources), words: words)
        try library.checkWords()
        let inOrder = words.keys.sorted()
        let compiled = try Parallel.map(inOrder) { try PageTemplates(library, language: $0) }
        let templates = Dictionary(uniqueKeysWithValues: zip(inOrder, compiled))
        guard let english = words["en"], let fallback = templates["en"] else {
            throw Refusal(.configuration, "refusal.site.missing", ["name": "templates/words/en.yaml"])
        }
        (self.library, wordsByLanguage, templatesByLanguage) = (library, words, templates)
        (self.english, self.fallback) = (english, fallback)
        languages = inOrder
        assets = try Assets(resources)
        self.resources = resources
        claims = try Claims(resources)
        texts = try Texts(resources, languages: inOrder, known: claims.sentences)
        processors = try ProcessorsReader(path: "content/processors.yaml").read(
            try resources.text("content/processors.yaml") ?? "processors: []")
        audits = try AuditsReader(path: "content/audits.yaml").read(
            try resources.text("content/audits.yaml") ?? "{ claim: none, audits: [] }")
        sources = Site.digest(resources, version: version)
        if resources.ownClaims {
            let live = try Set(policySentences().flatMap(\.ids)).union(sentencesOfAgencies)
            (claims, weakened) = claims.judged(by: try Claims.ofProgram(), live: live)
        }
    }

    /// The words of a language, English where there are none.
    public func words(_ language: String) -> Words { wordsByLanguage[language] ?? english }

    func templates(_ language: String) -> PageTemplates { templatesByLanguage[language] ?? fallback }

    /// How a language's pages of an agency write dates, money, numbers and sizes.
    public func formats(language: String, agency: Agency) -> Formats {
        cache.formats(language: language, agency: agency)
    }

    /// The views to make of a client: those that contacts hold, and the staff's (the agency's language, all rights).
    public func views(of records: ClientRecords, agency: Agency) -> [View] {
        records.views.union([View(language: agency.language, rights: .all)]).sorted()
    }

    private static func words(_ resources: Resources) throws -> [String: Words] {
        let words = try Parallel.map(resources.paths(below: "templates/words/", ending: ".yaml")) { path in
            let language = String(path.dropFirst("templates/words/".count).dropLast(".yaml".count))
            return try Words(language: language, yaml: try resources.text(path) ?? "", path: path)
        }
        return Dictionary(uniqueKeysWithValues: words.map { ($0.language, $0) })
    }

    /// Mails are plain text, everything else is HTML.
    private static func sources(_ resources: Resources) throws -> [String: Source] {
        var sources: [String: Source] = [:]
        for path in resources.paths(below: "templates/", ending: ".mustache") {
            let name = String(path.dropFirst("templates/".count).dropLast(".mustache".count))
            sources[name] = Source(
                text: try resources.text(path) ?? "", path: path, isPlain: name.hasPrefix("mail/") && !name.hasSuffix(".html"))
        }
        return sources
    }

    private static func digest(_ resources: Resources, version: String) -> String {
        var hash = SHA256()
        hash.update(data: Array("portico site 1\n\(version)\n".utf8))
        for (path, bytes) in resources.files.sorted(by: { $0.key < $1.key }) {
            hash.update(data: Array("\(path)\n\(bytes.count)\n".utf8))
            hash.update(data: bytes)
        }
        return Hex.text(Array(hash.finalize()))
    }
}

/// The limits that the upload form tells; the document store keeps them.
public struct UploadLimits: Sendable, Hashable {
    /// The largest file, bytes.
    public var fileBytes: Int64
    /// Files in one request.
    public var files: Int

    /// - Parameters:
    ///   - fileBytes: the largest file, bytes.
    ///   - files: files in one request.
    public init(fileBytes: Int64 = 2 << 30, files: Int = 20) {
        (self.fileBytes, self.files) = (fileBytes, files)
    }
}
