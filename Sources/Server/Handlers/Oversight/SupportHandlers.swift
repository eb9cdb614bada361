import Actions
import Hummingbird
import Model
import Site
import Templates

/// `/AGENCY/staff/support/`: the agency's way to whoever runs the program, for owner and admin.
enum SupportHandlers {
    /// GET and POST `/AGENCY/staff/support/`.
    static func list(_ request: Request, _ manager: ManagerSession) async throws -> Response {
        let (words, base) = (manager.signedIn.words, manager.visitor.home + "staff/")
        let key = manager.agency.world.uuid()
        return try await FormRun(manager.staff).answer(request) { _ in
            let threads = try await manager.agency.supportThreads(manager.session)
            let form = Form(
                [
                    Form.Section(fields: [
                        .text("subject", words.text("support.subject"), isRequired: true, most: 120),
                        .area(
                            "body", words.text("support.body"), hint: words.text("support.body.hint"), isRequired: true,
                            most: 10_000),
                    ])
                ], buttons: [Form.Button(words.text("support.send"))], key: key)
            return SupportPage(
                frame: manager.frame(at: .settings, isBelow: true), settings: base + "settings/",
                done: manager.visitor.query["done"].map { _ in words.text("support.done") }, form: form,
                rows: threads.map { row($0.thread, base + "support/", manager) })
        } take: { typed in
            try await manager.agency.askOperator(typed, by: manager.session)
            return .go(to: base + "support/?done=sent")
        }
    }

    /// GET and POST `/AGENCY/staff/support/ID/`: one thread.
    static func show(_ request: Request, _ manager: ManagerSession) async throws -> Response {
        let (words, base) = (manager.signedIn.words, manager.visitor.home + "staff/support/")
        let (id, key) = (manager.visitor.path.segments[3], manager.agency.world.uuid())
        return try await FormRun(manager.staff).answer(request) { _ in
            guard let known = try await manager.agency.supportThreads(manager.session).first(where: { $0.thread.id.text == id })
            else { throw Refusal(.notFound, "refusal.not-found") }
            let (state, label) = standing(known.thread, words)
            let form = Form(
                [Form.Section(fields: [.area("body", words.text("support.more"), isRequired: true, most: 10_000)])],
                buttons: [Form.Button(words.text("support.send"))], cancel: base, key: key)
            return SupportThreadPage(
                frame: manager.frame(at: .settings, isBelow: true), support: base, title: title(known.thread), state: state,
                label: label, form: form, messages: known.thread.messages.map { message($0, known.names, manager) })
        } take: { typed in
            try await manager.agency.writeOperator(typed, in: id, by: manager.session)
            return .go(to: base + id + "/")
        }
    }

    private static func title(_ thread: SupportThread) -> String { "\(thread.number) · \(thread.subject)" }

    private static func row(_ thread: SupportThread, _ base: String, _ manager: ManagerSession) -> SupportPage.Row {
        let formats = manager.formats
        let (state, label) = standing(thread, manager.signedIn.words)
        return SupportPage.Row(
            href: base + "\(thread.id)/", title: title(thread), about: thread.messages.first.map { formats.moment($0.at) } ?? "",
            state: state, label: label)
    }

    private static func message(
        _ message: SupportThread.Message, _ names: [ID<Person>: String], _ manager: ManagerSession
    ) -> SupportThreadPage.Message {
        let words = manager.signedIn.words
        let name: String
        switch message.side {
        case .operator: name = words.text("support.operator")
        case .agency: name = message.person.flatMap { names[$0] } ?? words.text("audit.actor.gone")
        }
        return SupportThreadPage.Message(
            instant: message.at.rfc3339, time: manager.formats.moment(message.at), name: name, body: message.body)
    }

    /// Whether an answer is waited for, or how long the first one took.
    private static func standing(_ thread: SupportThread, _ words: Words) -> (state: String, label: String) {
        if thread.isWaiting { return ("waiting", words.text("support.waits")) }
        guard let seconds = thread.answerTime else { return ("open", words.text("support.waits")) }
        return ("closed", took(seconds, words))
    }

    private static func took(_ seconds: Int64, _ words: Words) -> String {
        if seconds < 3600 { return words.text("support.took.minutes", count: max(1, Int(seconds / 60))) }
        if seconds < 2 * 86_400 { return words.text("support.took.hours", count: Int(seconds / 3600)) }
        return words.text("support.took.days", count: Int(seconds / 86_400))
    }
}
