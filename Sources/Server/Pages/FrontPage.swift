import Site
import Templates

/// `/` when there is not exactly one agency. It names none: who is a client of whom is nobody's business.
struct FrontPage {
    /// What stands where an agency's name would.
    static let name = "Portico"

    var language: String

    func bytes(site: Site) throws -> [UInt8] {
        try Face(frame: .plain(site: site, language: language, name: FrontPage.name)).bytes(site: site, language: language)
    }

    struct Face: ServerPage {
        static let template = "portal/index"

        let frame: Frame

        static let fields = Fields<Face> {
            $0.one("frame") { $0.frame }
        }
    }
}
