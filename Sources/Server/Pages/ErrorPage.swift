import Site
import Templates

/// What a browser gets instead of a page. It needs no session and no agency.
struct ErrorPage {
    /// The HTTP status.
    var status: Int
    var title: String
    var message: String
    /// What to do next.
    var hint: String?
    /// For 5xx only: the log has it too.
    var requestID: String?
    /// A path to go on from.
    var home: String?
    var agencyName: String?
    var language: String

    func bytes(site: Site) throws -> [UInt8] {
        let frame = Frame.plain(site: site, language: language, name: agencyName ?? FrontPage.name)
        return try Face(frame: frame, error: self).bytes(site: site, language: language)
    }

    /// The error as its template sees it.
    struct Face: ServerPage {
        static let template = "portal/error"

        let frame: Frame
        let error: ErrorPage

        static let fields = Fields<Face> {
            $0.one("frame") { $0.frame }
            $0.text("status") { String($0.error.status) }
            $0.text("title") { $0.error.title }
            $0.text("message") { $0.error.message }
            $0.maybe("hint") { $0.error.hint }
            $0.maybe("home") { $0.error.home }
            $0.maybe("request") { $0.error.status >= 500 ? $0.error.requestID : nil }
        }
    }
}
