import Actions
import Foundation
import Hummingbird
import Model
import Site
import Templates

/// The form by which staff write an entry of a history.
enum EntryForms {
    /// GET, POST `/AGENCY/staff/clients/CLIENT/cases/CASE/entry/`; `corrects` names the entry that it corrects.
    static func add(_ request: Request, _ staff: StaffSession) async throws -> Response {
        let (client, slug, old) = (try staff.visitor.slug(3), try staff.visitor.slug(5), staff.query["corrects"])
        return try await FormRun(staff).answer(request) { _ in
            let found = try await staff.agency.caseForEntry(staff.session, client: client, case: slug, correcting: old)
            return page(staff, found.client, found.record, correcting: found.old, today: try await staff.agency.today())
        } take: { typed in
            if typed.button == "preview" { return .preview(staff.site.html(typed["body"] ?? "")) }
            let event = try await staff.agency.addEntry(staff.session, client: client, case: slug, correcting: old, typed)
            let done: StaffHandlers.Done = event.visibility == .client ? .entryShown : .entryKept
            return .go(to: StaffPages.path(staff.visitor.home, client, slug) + done.query + PagePath.anchor(event.id))
        }
    }

    private static func page(
        _ staff: StaffSession, _ client: Client, _ record: Case, correcting old: Event?, today: Day
    ) -> WritingPage {
        let words = staff.site.words(staff.signedIn.ownLanguage)
        let formats = staff.site.formats(language: staff.signedIn.ownLanguage, agency: staff.settings)
        let back = StaffPages.path(staff.visitor.home, client.slug, record.slug)
        let form = Form(
            [Form.Section(fields: fields(old, today, staff.settings.zone, words))],
            buttons: [.init(words.text("entry.form.save")), .init(words.text("form.preview"), value: "preview")],
            cancel: back, key: staff.parts.world.uuid())
        var page = WritingPage(
            staff, at: .clients, crumbs: [.init(href: back, label: record.title)],
            title: words.text(old == nil ? "entry.form.new" : "entry.form.correct"),
            lead: words.text(old == nil ? "entry.form.lead" : "entry.form.correct.lead"), form: form, source: "body")
        page.quoted = old.map { event in
            let parts = [formats.day(event.day), StaffPages.kind(event.kind, words)]
            return WritingPage.Quoted(
                about: parts.joined(separator: " · "), title: event.title, body: staff.site.html(event.body))
        }
        return page
    }

    private static func fields(_ old: Event?, _ today: Day, _ zone: TimeZone, _ words: Words) -> [FormField] {
        // Who read the wrong one should read the right one.
        let visibility = old?.visibility ?? .internal
        return [
            .choice(
                "visibility", words.text("entry.form.visibility"), visibility.rawValue,
                [
                    .init(Visibility.internal.rawValue, words.text("entry.form.internal")),
                    .init(Visibility.client.rawValue, words.text("entry.form.client")),
                ], kind: .radios),
            .choice(
                "kind", words.text("entry.form.kind"), (old?.kind ?? .note).rawValue,
                Event.Kind.allCases.map { .init($0.rawValue, StaffPages.kind($0, words)) }, isRequired: true, width: "half"),
            .day("day", words.text("entry.form.day"), old?.day ?? today, isRequired: true),
            .text(
                "time", words.text("entry.form.time"), old?.at.map { TimeOfDay($0, in: zone).description } ?? "",
                hint: words.text("entry.form.time.hint"), most: 8, width: "short"),
            .text("title", words.text("entry.form.title"), old?.title ?? "", isRequired: true),
            .area("body", words.text("entry.form.body"), old?.body ?? "", hint: words.text("case.form.summary.hint"), rows: 10),
        ]
    }
}
