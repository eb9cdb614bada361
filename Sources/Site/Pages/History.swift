import Model
import Templates

/// One day of a history, the newest entry first.
struct DayOfHistory: Renderable {
    let iso, date: String
    let entries: [HistoryEntry]

    /// Groups entries by their day; they come sorted.
    /// - Parameter isWhole: whether it is the history of one case, with the texts of its entries, which can point to each
    ///   other; otherwise it is a list of ways to such.
    static func days(
        _ entries: [(record: Case, event: Event)], _ setting: Setting, isWhole: Bool = false
    ) throws -> [DayOfHistory] {
        let corrections = isWhole && entries.contains { $0.event.corrects != nil }
        let known = corrections ? Dictionary(entries.map { ($0.event.id, $0.event) }) { first, _ in first } : [:]
        // Entries come the newest first: the last correction of an event is the one that stays.
        let corrected =
            corrections
            ? Dictionary(entries.compactMap { entry in entry.event.corrects.map { ($0, entry.event) } }) { first, _ in first }
            : [:]
        var days: [(day: Day, entries: [HistoryEntry])] = []
        for entry in entries {
            let event = entry.event
            let made = try HistoryEntry(
                event, of: entry.record, hasBody: isWhole, corrects: event.corrects.flatMap { known[$0] },
                corrected: corrected[event.id], setting)
            if days.last?.day == event.day {
                days[days.count - 1].entries.append(made)
            } else {
                days.append((event.day, [made]))
            }
        }
        return days.map { DayOfHistory(iso: $0.day.text, date: setting.formats.day($0.day), entries: $0.entries) }
    }

    static let fields = Fields<DayOfHistory> {
        $0.text("iso") { $0.iso }
        $0.text("date") { $0.date }
        $0.list("entries") { $0.entries }
    }
}

/// One entry of a history.
struct HistoryEntry: Renderable {
    let anchor, href, caseTitle, kind, kindWord, title: String
    let time: String?
    let body: HTML
    let corrects, corrected: Link?

    init(
        _ event: Event, of record: Case, hasBody: Bool, corrects: Event?, corrected: Event?, _ setting: Setting
    ) throws {
        anchor = PagePath.anchorName(event.id)
        href = setting.base + PagePath.caseRecord(record.slug) + PagePath.anchor(event.id)
        (caseTitle, kind, title) = (record.title, event.kind.rawValue, event.title)
        kindWord = setting.words.text("event.kind.\(event.kind.rawValue)")
        time = event.at.map(setting.formats.time)
        body = hasBody ? setting.html(event.body) : .empty
        self.corrects = corrects.map { old in
            let values = ["title": old.title, "date": setting.formats.day(old.day)]
            return Link(href: PagePath.anchor(old.id), label: setting.words.text("case.corrects", values))
        }
        self.corrected = corrected.map { new in
            Link(href: PagePath.anchor(new.id), label: setting.words.text("case.corrected"))
        }
    }

    static let fields = Fields<HistoryEntry> {
        $0.text("anchor") { $0.anchor }
        $0.text("href") { $0.href }
        $0.text("caseTitle") { $0.caseTitle }
        $0.text("kind") { $0.kind }
        $0.text("kindWord") { $0.kindWord }
        $0.text("title") { $0.title }
        $0.maybe("time") { $0.time }
        $0.flag("hasBody") { $0.body != .empty }
        $0.html("body") { $0.body }
        $0.one("corrects") { $0.corrects }
        $0.one("corrected") { $0.corrected }
    }
}

/// A link and its text.
struct Link: Renderable {
    let href, label: String

    static let fields = Fields<Link> {
        $0.text("href") { $0.href }
        $0.text("label") { $0.label }
    }
}
