import Actions
import Hummingbird
import Model
import Site
import Templates

/// A person's own start.
enum MeHandlers {
    /// GET `/AGENCY/me/`.
    static func show(_ request: Request, _ signedIn: SignedInSession) async throws -> Response {
        let start = try await signedIn.agency.start(signedIn.session)
        let (site, language) = (signedIn.site, signedIn.ownLanguage)
        let words = site.words(language)
        let home = signedIn.visitor.home
        let isStaff = start.isStaff
        let announced = try await signedIn.agency.policyNews(signedIn.session)
        let formats = site.formats(language: language, agency: signedIn.settings)
        let page = MePage(
            frame: site.frame(
                agency: signedIn.settings, language: language, signedIn: true,
                nav: StaffPages.navigation(signedIn, at: nil)),
            greeting: words.text("me.greeting", ["name": start.name]),
            clients: start.clients.map { row($0, home: home, words) },
            news: start.news.map { news($0, of: start, signedIn) }, staff: isStaff ? home + "staff/" : nil,
            waiting: firstSteps(start, home: home, words) + policies(start, home: home, words)
                + start.unread.map { unread($0, of: start, home: home, signedIn) },
            soon: announced.map {
                MePage.Soon(
                    sentence: words.text("me.policy.soon.\($0.policy.rawValue)", ["date": formats.day($0.from)]),
                    href: home + "privacy/history/")
            })
        return .page(try page.bytes(site: site, language: language))
    }

    private static func row(_ client: Start.Client, home: String, _ words: Words) -> MePage.Client {
        MePage.Client(
            href: home + "clients/" + client.slug.text + "/", name: client.name,
            about: client.openCases.map { $0 == 0 ? words.text("me.no-cases") : words.text("me.cases", count: $0) } ?? "",
            unpaid: client.unpaid == 0 ? nil : words.text("me.unpaid", count: client.unpaid),
            papers: client.papers == 0 ? nil : words.text("me.papers", count: client.papers))
    }

    /// For somebody who has just signed in for the first time; gone once they have seen their account.
    private static func firstSteps(_ start: Start, home: String, _ words: Words) -> [MePage.Waiting] {
        guard start.isNewcomer else { return [] }
        return [
            MePage.Waiting(
                href: home + "me/account/", title: words.text("me.first"), about: words.text("me.first.about"), count: nil)
        ]
    }

    /// Policies that the person has not read as they are now. None of them keeps anybody from anything.
    private static func policies(_ start: Start, home: String, _ words: Words) -> [MePage.Waiting] {
        start.policies.map { one in
            let title =
                switch (one.policy, one.isChanged) {
                case (.privacy, false): words.text("me.policy.privacy")
                case (.privacy, true): words.text("me.policy.privacy.changed")
                case (.platform, false): words.text("me.policy.platform")
                case (.platform, true): words.text("me.policy.platform.changed")
                }
            return MePage.Waiting(
                href: home + "me/policies/\(one.policy.rawValue)/", title: title, about: words.text("me.policy.about"), count: nil
            )
        }
    }

    private static func unread(
        _ one: Start.Unread, of start: Start, home: String, _ signedIn: SignedInSession
    ) -> MePage.Waiting {
        let words = signedIn.site.words(signedIn.ownLanguage)
        let path = PagePath.client(signedIn.settings.slug, one.client) + PagePath.caseRecord(one.record)
        let begins = signedIn.site.excerpt(one.latest.text)
        let from = one.latest.author.isEmpty ? signedIn.settings.name : one.latest.author
        let about = [begins.isEmpty ? from : "\(from): \(begins)"] + (start.clients.count > 1 ? [one.clientName] : [])
        return MePage.Waiting(
            href: path + "#m-\(one.latest.id)", title: one.title, about: about.joined(separator: " · "),
            count: words.text("me.unread", count: one.count))
    }

    private static func news(_ news: News, of start: Start, _ signedIn: SignedInSession) -> MePage.News {
        let (agency, words) = (signedIn.settings, signedIn.site.words(signedIn.ownLanguage))
        let base = PagePath.client(agency.slug, news.client)
        let (href, title): (String, String)
        var about: [String]
        switch news.what {
        case .event(let id, let kind, let text, let slug, let caseTitle):
            (href, title) = (base + PagePath.caseRecord(slug) + PagePath.anchor(id), text)
            about = [words.text("event.kind.\(kind.rawValue)"), caseTitle]
        case .invoice(let number, let isCreditNote):
            (href, title) = (base + PagePath.invoice(number), number)
            about = [words.text(isCreditNote ? "invoice.credit-note" : "invoice.invoice")]
        case .document(let id, let name, _):
            (href, title) = (PagePath.document(agency.slug, news.client, id), name)
            about = [words.text("me.news.document")]
        }
        if start.clients.count > 1 { about.append(news.clientName) }
        return MePage.News(
            href: href, title: title, about: about.joined(separator: " · "), iso: news.day.text,
            date: signedIn.site.formats(language: signedIn.ownLanguage, agency: agency).shortDay(news.day),
            isNew: news.isNew)
    }
}
