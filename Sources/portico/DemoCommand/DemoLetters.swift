import Actions
import Model

/// What is written and asked for in a demo, so that something waits on both sides. Made twice, it stands there once.
struct DemoLetters: Sendable {
    let client, record: String
    /// What the contact writes.
    let question: String
    /// What the staff answer.
    let answer: String
    let request: String
    /// How many days from now the papers are due.
    let days: Int
    let papers: [PaperDraft]

    static let northgate = DemoLetters(
        client: "harbour-coffee", record: "new-roastery",
        question: """
            Hello Liam,

            the landlord asks whether the extraction fan may stand on the north wall. Is that covered by our fire permit?
            """,
        answer: """
            Hello Anna,

            it is, as long as it stays below the eaves: section 4 of the draft lease. For the bank we need a few papers from you; the list
            is at the top of this page.
            """,
        request: "Papers for the bank guarantee", days: 6,
        papers: [
            .init(title: "Annual accounts 2025", hint: "Signed, all pages.", kinds: .pdf, largest: 20 << 20),
            .init(title: "Passport of the director", hint: "Both sides, or the page with the photo.", kinds: .pdfOrPhoto),
            .init(title: "Cash plan for 2026", kinds: .sheet, largest: 5 << 20),
        ])

    static let zalgiris = DemoLetters(
        client: "miesto-duona", record: "nuoma",
        question: "Laba diena, ar nuomotojas jau atsiuntė pataisytą 7 punktą?",
        answer: "Laba diena! Dar ne. Kol laukiame, prašome atsiųsti dokumentus iš sąrašo viršuje.",
        request: "Dokumentai sutarčiai", days: 9,
        papers: [
            .init(title: "Registro išrašas", hint: "Ne senesnis kaip 30 dienų.", kinds: .pdf, largest: 10 << 20),
            .init(title: "Patalpų nuotraukos", kinds: .photo),
        ])

    /// - Parameters:
    ///   - contact: of the client, signed in.
    ///   - staff: who answers and asks, signed in.
    func write(in agency: OpenAgency, contact: Session, staff: Session) async throws {
        guard let client = Slug(client), let record = Slug(record) else { return }
        for (session, text) in [(contact, question), (staff, answer)] {
            _ = try await agency.beginLetter(session, client: client, case: record).send(text, form: "demo")
        }
        try await agency.ask(
            for: NewPaperRequest(title: request, due: try await agency.today().adding(days: days), papers: papers),
            id: ID("01980000-0000-7000-8000-00000000de30"), client: client, case: record, staff)
    }
}
