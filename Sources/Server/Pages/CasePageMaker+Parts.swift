import Actions
import Model
import Site
import Templates

extension CasePageMaker {
    /// The history, newest day first, as clients see it too.
    func days(_ events: [Event], of found: StaffCase, back: String) -> [StaffCasePage.DayOfEvents] {
        let all = Dictionary(found.events.map { ($0.id, $0) }) { first, _ in first }
        // They come the newest first: the last correction is the one that stays.
        let corrected = Dictionary(found.events.compactMap { one in one.corrects.map { ($0, one) } }) { first, _ in first }
        let byDay = Dictionary(grouping: events, by: \.day)
        return byDay.keys.sorted(by: >).map { day in
            StaffCasePage.DayOfEvents(
                day: day.text, date: formats.day(day),
                events: (byDay[day] ?? []).sorted(by: Self.isNewer).map { event in
                    entry(
                        event, author: event.author.flatMap { found.names[$0] }, old: event.corrects.flatMap { all[$0] },
                        new: corrected[event.id], back: back)
                })
        }
    }

    /// By the time of day where it is known, then by the order of entry.
    private static func isNewer(_ left: Event, _ right: Event) -> Bool {
        if left.at != right.at { return (left.at?.milliseconds ?? .min) > (right.at?.milliseconds ?? .min) }
        return left.id > right.id
    }

    private func entry(
        _ event: Event, author: String?, old: Event?, new: Event?, back: String
    ) -> StaffCasePage.EventEntry {
        let isInternal = event.visibility == .internal
        return StaffCasePage.EventEntry(
            anchor: String(PagePath.anchor(event.id).dropFirst()), mark: isInternal ? "internal" : event.kind.rawValue,
            kind: StaffPages.kind(event.kind, words), time: event.at.map(formats.time), author: author, title: event.title,
            body: site.html(event.body), visibility: event.visibility.rawValue,
            seenBy: isInternal ? words.text("staff.seen-by.internal") : words.text("staff.seen-by.client"),
            corrects: old.map { old in
                .init(
                    href: PagePath.anchor(old.id),
                    label: words.text("case.corrects", ["title": old.title, "date": formats.day(old.day)]))
            },
            corrected: new.map { .init(href: PagePath.anchor($0.id), label: words.text("case.corrected")) },
            correct: back + "entry/?corrects=\(event.id)")
    }

    /// The three zones: from the client, published, internal.
    func groups(_ found: StaffCase, back: String) -> [StaffCasePage.Group] {
        let answered = found.letters.requests.answered
        func rows(_ belongs: (Document) -> Bool) -> [StaffCasePage.DocumentRow] {
            found.documents.filter(belongs).map { row($0, of: found, answers: answered[$0.id] ?? [], back: back) }
        }
        return [
            StaffCasePage.Group(
                anchor: "received", title: words.text("staff.documents.received"),
                empty: words.text("staff.documents.received.empty"), documents: rows { $0.origin == .client }),
            StaffCasePage.Group(
                anchor: "published", title: words.text("staff.documents.published"),
                empty: words.text("staff.documents.published.empty"),
                documents: rows { $0.origin == .staff && $0.visibility == .client }),
            StaffCasePage.Group(
                anchor: "internal", title: words.text("staff.documents.internal"),
                empty: words.text("staff.documents.internal.empty"),
                documents: rows { $0.origin == .staff && $0.visibility == .internal }),
        ]
    }

    private func row(
        _ document: Document, of found: StaffCase, answers: [String], back: String
    ) -> StaffCasePage.DocumentRow {
        let verbs = "\(home)staff/documents/\(document.id)/"
        let isInternal = document.visibility == .internal
        var about = [formats.size(document.size), formats.shortDay(formats.day(of: document.received))]
        if let author = document.person.flatMap({ found.names[$0] }) { about.append(author) }
        // What the client sent and no longer sees is the exception in its group.
        if document.origin == .client, isInternal { about.append(words.text("staff.seen-by.internal")) }
        let opened = opened(document, found.openings[document.id] ?? [])
        let bytes = PagePath.document(settings.slug, found.client.slug, document.id)
        return StaffCasePage.DocumentRow(
            href: document.hasPicture ? bytes + "/view/" : bytes,
            thumbnail: document.hasPicture ? bytes + "/thumbnail" : nil, facts: verbs, name: document.name,
            about: about.joined(separator: " · "), answers: answers.isEmpty ? nil : answers.joined(separator: ", "),
            opened: opened.sentence, isOpened: opened.isOpened,
            publish: isInternal ? verbs + "publish" : nil, unpublish: isInternal ? nil : verbs + "unpublish",
            remove: verbs + "remove", back: back)
    }

    /// Of what is published one wants to know whether the client has opened it; of the rest, whether a colleague has.
    private func opened(_ document: Document, _ readers: [StaffCase.Opened]) -> (sentence: String, isOpened: Bool) {
        let isForClient = document.origin == .staff && document.visibility == .client
        guard let last = readers.first(where: { $0.isContact == isForClient }) else {
            return (words.text(isForClient ? "document.unopened.client" : "document.unopened"), false)
        }
        let values = ["name": last.name, "date": formats.shortDay(formats.day(of: last.at))]
        return (words.text("document.opened", values), true)
    }
}
