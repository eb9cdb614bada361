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
                stages: ["Papers in", "Drawn up", "Signed", "Filed"]),
        ],
        "zalgiris": [
            CaseTemplateDraft(
                name: "Nuomos sutartis", title: "Nuomos sutartis: ", summary: "Rengiame ir derame nuomos sutartį.",
                stages: ["Derybos", "Projektas", "Pasirašymas", "Registracija"])
        ],
    ]
}
