import HTTPTypes
import Hummingbird
import Logging
import Model
import NIOCore
import NIOHTTP1
import Site
import Templates

/// The one place where an error becomes HTTP: a page with a face, or `application/problem+json` (RFC 9457) for whoever asks
/// for JSON. Causes are logged with the request's id and never shown.
struct RefusalResponse: Sendable {
    let site: Site
    let requestID: String
    let isJSON: Bool
    /// The first of our languages that the browser accepts.
    let acceptedLanguage: String?
    var language: String
    /// The agency's own name and start page, where the path names an agency that there is.
    var agency: (name: String, home: String)?

    /// - Parameter signIn: where a visitor is sent who must sign in first; nil: the 401 is shown.
    func answer(_ error: any Error, signIn: String? = nil, log: Logger) -> Response {
        let refusal = RefusalResponse.refusal(of: error)
        write(refusal, of: error, to: log)
        if refusal.kind == .notFound { return notFound }
        if refusal.kind == .signIn, !isJSON, let signIn { return .redirect(to: signIn) }
        let words = site.words(language)
        let status = refusal.kind.status
        let message = refusal.kind.isForVisitors ? words.text(refusal.word, refusal.arguments) : words.text("refusal.failed")
        let hint = refusal.kind.isForVisitors ? refusal.hint.map { words.text($0, refusal.arguments) } : nil
        let fields = refusal.fields.mapValues { words.text($0.word, $0.arguments) }
        var response = face(status, title: words.text(refusal.titleWord), message: message, hint: hint, fields: fields)
        if status == .tooManyRequests || status == .serviceUnavailable {
            let seconds = refusal.arguments["seconds"].flatMap { Int($0) } ?? 10
            response.headers[.retryAfter] = String(max(1, seconds))
        }
        return response
    }

    /// What is not there, what may not be seen and what is no path at all: the same bytes, whoever asks, wherever.
    private var notFound: Response {
        var anyone = self
        (anyone.language, anyone.agency) = (acceptedLanguage ?? "en", (FrontPage.name, "/"))
        let words = site.words(anyone.language)
        return anyone.face(.notFound, title: words.text("error.title.not-found"), message: words.text("refusal.not-found"))
    }

    /// An answer in words of the program itself, such as 405.
    /// - Parameter fields: for JSON, a sentence for each field of a form that is wrong.
    func face(
        _ status: HTTPResponse.Status, title: String, message: String, hint: String? = nil, fields: [String: String] = [:]
    ) -> Response {
        let id = status.code >= 500 ? requestID : nil
        if isJSON {
            let detail = hint.map { message + " " + $0 } ?? message
            let problem = Problem(
                title: title, status: status.code, detail: detail, requestID: id, fields: fields.isEmpty ? nil : fields)
            return .json((try? JSONText.bytes(problem)) ?? [], status: status, type: "application/problem+json")
        }
        let page = ErrorPage(
            status: status.code, title: title, message: message, hint: hint, requestID: id, home: agency?.home,
            agencyName: agency?.name, language: language)
        // When even the page of errors cannot be made, bare words are better than nothing.
        guard let bytes = try? page.bytes(site: site) else { return .text(title + "\n", status: status) }
        return .page(bytes, status: status)
    }

    private static func refusal(of error: any Error) -> Refusal {
        switch error {
        case let refusal as Refusal: refusal
        case let fault as MultipartFault:
            fault == .headerSize || fault == .parts || fault == .surroundings
                ? Refusal(.tooLarge, "refusal.form.size", cause: fault) : Refusal(.usage, "refusal.form.malformed", cause: fault)
        // Whoever sent it went away, or sent what is no body: not our failure.
        case is PartReader.Broken, is HTTPParserError, is ChannelError:
            Refusal(.usage, "refusal.form.malformed", cause: error)
        case is CancellationError: Refusal(.unavailable, "refusal.workspace.stopping", hint: "hint.later")
        default: Refusal(.failed, "refusal.failed", cause: error)
        }
    }

    private func write(_ refusal: Refusal, of error: any Error, to log: Logger) {
        let code = refusal.kind.status.code
        guard code >= 500 || refusal.cause != nil else { return }
        var metadata: Logger.Metadata = ["request": "\(requestID)", "word": "\(refusal.word)"]
        if let cause = refusal.cause { metadata["cause"] = "\(LogText.clean(String(describing: cause)))" }
        log.log(level: code >= 500 ? .error : .info, "request refused", metadata: metadata)
    }
}

extension RefusalResponse {
    /// - Parameter visitor: who asks, once that is known.
    init(_ incoming: Incoming, _ visitor: Visitor?) {
        self.init(
            site: incoming.parts.site, requestID: incoming.requestID, isJSON: incoming.isJSON,
            acceptedLanguage: incoming.acceptedLanguage,
            language: visitor?.language ?? incoming.acceptedLanguage ?? "en",
            agency: visitor.map { ($0.settings.name, $0.session == nil ? $0.home : $0.home + "me/") })
    }
}

/// Text from outside as it may stand in a log: one line, no controls, not endless (ASVS 16.4.1).
enum LogText {
    static func clean(_ text: String) -> String {
        String(String.UnicodeScalarView(text.unicodeScalars.prefix(500).map { $0.value < 32 || $0.value == 127 ? "?" : $0 }))
    }
}
