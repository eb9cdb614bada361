import Foundation
public import Model
public import Templates

/// What stands around every page: head, header, navigation, footer. Filled into `{{#frame}}` of partials/page.
public struct Frame: Renderable, Sendable {
    /// One link of the navigation.
    public struct Item: Renderable, Sendable {
        /// What stands there.
        public let label: String
        /// Where it leads.
        public let href: String
        /// `page` on the very page, `true` on the pages below it, nil elsewhere (the values of aria-current).
        public let current: String?
        /// What whoever opens the page must know: it stands below the navigation, above the page. Nil: a link as any other.
        public let alert: String?

        /// - Parameter alert: what stands out beside it; nil: nothing.
        public init(label: String, href: String, current: String? = nil, alert: String? = nil) {
            (self.label, self.href, self.current, self.alert) = (label, href, current, alert)
        }

        /// By which it is filled into its template.
        public static let fields = Fields<Item> {
            $0.text("label") { $0.label }
            $0.maybe("href") { $0.href }
            $0.maybe("current") { $0.current }
            $0.maybe("alert") { $0.alert }
        }
    }

    /// Of the page; BCP 47.
    public var language: String
    /// `ltr` or `rtl`.
    public var direction: String
    /// `a4` or `letter`.
    public var paper: String
    /// The agency's name, or whatever stands in its place.
    public var name: String
    /// `/AGENCY/`, or `/` outside any agency.
    public var home: String
    /// Whether it stands around an agency's page.
    public var isAgency: Bool
    /// Whether somebody is signed in.
    public var signedIn: Bool
    /// Whether the foot says that there is something to choose.
    public var asksConsent = false
    /// The links at the top.
    public var nav: [Item]
    /// Whom to ask; empty when the agency says nothing.
    public var email: String
    /// How the agency is reached; empty: it says nothing of it.
    public var phone: String
    let favicon: String
    let stylesheet: String
    /// The agency's picture; nil: ours.
    var logo: FrameLogo?
    let uploadScript: String

    /// By which it is filled into its template.
    public static let fields = Fields<Frame> {
        $0.text("language") { $0.language }
        $0.text("direction") { $0.direction }
        $0.text("paper") { $0.paper }
        $0.text("name") { $0.name }
        $0.text("home") { $0.home }
        $0.text("start") { $0.home + "me/" }
        $0.text("account") { $0.home + "me/account/" }
        // The staff's pages are those whose navigation is the staff's.
        $0.maybe("search") { frame in
            frame.nav.contains { $0.href.hasPrefix(frame.home + "staff/") } ? frame.home + "staff/search" : nil
        }
        $0.text("signOut") { $0.home + "sign-out" }
        $0.text("privacy") { $0.home + "privacy/" }
        $0.text("cookies") { $0.home + "cookies/" }
        $0.text("favicon") { $0.favicon }
        $0.text("stylesheet") { $0.stylesheet }
        $0.one("logo") { $0.logo }
        $0.flag("hasLogo") { $0.logo != nil }
        $0.text("uploadScript") { $0.uploadScript }
        $0.flag("isAgency") { $0.isAgency }
        $0.flag("asksConsent") { $0.asksConsent }
        $0.flag("signedIn") { $0.signedIn }
        $0.flag("hasNav") { !$0.nav.isEmpty }
        $0.list("nav") { $0.nav.filter { $0.alert == nil } }
        $0.list("alerts") { $0.nav.filter { $0.alert != nil } }
        $0.flag("hasHelp") { !$0.email.isEmpty || !$0.phone.isEmpty }
        $0.maybe("email") { $0.email }
        $0.maybe("phone") { $0.phone }
    }

    /// The frame of a page that belongs to no agency: the front page, errors before an agency is known.
    /// - Parameter name: what stands where an agency's name would.
    public static func plain(site: Site, language: String, name: String) -> Frame {
        let formats = Formats(language: language, agencyLocale: language, zone: .gmt)
        return Frame(
            language: language, direction: formats.direction, paper: formats.paper, name: name, home: "/", isAgency: false,
            signedIn: false, nav: [], email: "", phone: "", favicon: site.assets.favicon?.url ?? "",
            stylesheet: site.assets.url("site.css") ?? "", uploadScript: site.assets.url("upload.js") ?? "")
    }
}

extension Site {
    /// The frame of a page of an agency.
    /// - Parameters:
    ///   - signedIn: whether the header offers to sign out.
    ///   - nav: the links below the agency's name.
    public func frame(agency: Agency, language: String, signedIn: Bool, nav: [Frame.Item] = []) -> Frame {
        let formats = formats(language: language, agency: agency)
        return Frame(
            language: language, direction: formats.direction, paper: formats.paper, name: agency.name,
            home: PagePath.agency(agency.slug), isAgency: true, signedIn: signedIn, asksConsent: agency.analytics, nav: nav,
            email: agency.email,
            phone: agency.phone, favicon: assets.favicon?.url ?? "", stylesheet: assets.sheet(Palette(agency.colour)),
            logo: Logo(agency.logo).map { FrameLogo($0, home: PagePath.agency(agency.slug)) },
            uploadScript: assets.url("upload.js") ?? "")
    }
}
