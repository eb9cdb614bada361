import Actions
import Model

/// The templates of cases that the agencies of the demo begin with.
enum DemoTemplate {
    static let all: [String: [CaseTemplateDraft]] = [
        "northgate": [
            CaseTemplateDraft(
                name: "Commercial lease", title: "Lease of ",
                summary: "What we do:\n\n1. read the draft and tell you what matters\n2. negotiate\n3. sign and register",
                stages: ["Heads of terms", "Draft lease", "Signed", "Permits", "Keys"]),
            CaseTemplateDraft(
                name: "Annual accounts", title: "Annual accounts ",
                summary: "We need your bank statements and invoices of the year.",
                stages: ["Papers in", "Drawn up", "Signed", "Filed"], papersTitle: "Papers for the annual accounts",
                papersDays: 14,
                papers: [
                    .init(title: "Bank statements of the year", hint: "Every account, from January to December.", kinds: .pdf),
                    .init(title: "List of invoices", kinds: .sheet, largest: 5 << 20),
                ]),
        ],
        "zalgiris": [
            CaseTemplateDraft(
                name: "Nuomos sutartis", title: "Nuomos sutartis: ", summary: "Rengiame ir derame nuomos sutartį.",
                stages: ["Derybos", "Projektas", "Pasirašymas", "Registracija"])
        ],
    ]
}
