import Site
import Templates

/// The answer to a request that came by another origin than the one the site is set up as: says so and leads there.
struct WrongOriginPage {
    /// The right origin, such as `https://portal.example`.
    var origin: String
    /// The origin by which the request came, where it is known.
    var used: String?
    var language: String

    init(origin: String, used: String? = nil, language: String) {
        (self.origin, self.used, self.language) = (origin, used, language)
    }

    func bytes(site: Site) throws -> [UInt8] {
        let words = site.words(language)
        let sentence =
            used.map { words.text("wrong-origin.sentence", ["right": origin, "used": $0]) }
            ?? words.text("wrong-origin.sentence.short", ["right": origin])
        let face = Face(
            frame: .plain(site: site, language: language, name: FrontPage.name), origin: origin, sentence: sentence)
        return try face.bytes(site: site, language: language)
    }

    struct Face: ServerPage {
        static let template = "portal/wrong-origin"

        let frame: Frame
        let origin: String
        let sentence: String

        static let fields = Fields<Face> {
            $0.one("frame") { $0.frame }
            $0.text("origin") { $0.origin }
            $0.text("sentence") { $0.sentence }
        }
    }
}
