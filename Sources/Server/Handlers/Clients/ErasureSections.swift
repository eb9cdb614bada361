import Actions
import Model
import Site
import Templates

/// What a form says of an erasure before it is done: what goes, what stays and why.
struct ErasureSections {
    let sections: [Form.Section]
    /// The field that is to be filled in, so that nobody is erased by a slip; empty where there is nobody to erase.
    let confirmation: [FormField]
    /// Why it cannot be done now.
    let hold: String?

    /// - Parameters:
    ///   - outlooks: of everybody who is erased; the last is whom the form is about.
    ///   - isSure: whether the form can be sent for nothing else than the erasure.
    init(_ words: Words, _ formats: Formats, _ outlooks: [ErasureOutlook], isSure: Bool = true) {
        hold = outlooks.compactMap(\.hold).first
        guard let last = outlooks.last else {
            (sections, confirmation) = ([], [])
            return
        }
        let goes = outlooks.map { ErasureSections.goes($0, words) }.joined(separator: " ")
        let kept = outlooks.flatMap { ErasureSections.stays($0, words, formats) } + [words.text("erase.stays.audit")]
        sections = [
            Form.Section(words.text("erase.goes"), lead: goes, fields: []),
            Form.Section(words.text("erase.stays"), lead: kept.joined(separator: " "), fields: []),
        ]
        confirmation = [
            .text(
                "name", words.text(last.number == nil ? "erase.name" : "erase.number"),
                hint: words.text("erase.name.hint", ["name": last.confirmation]), isRequired: isSure, most: 200,
                autocomplete: "off")
        ]
    }

    private static func goes(_ outlook: ErasureOutlook, _ words: Words) -> String {
        guard outlook.isClient else { return words.text("erase.person.goes", ["rows": "\(outlook.rows)"]) }
        return words.text(
            "erase.goes.list",
            [
                "cases": "\(outlook.cases)", "entries": "\(outlook.entries)", "messages": "\(outlook.messages)",
                "documents": "\(outlook.documents)", "people": "\(outlook.people)", "rows": "\(outlook.rows)",
            ])
    }

    private static func stays(_ outlook: ErasureOutlook, _ words: Words, _ formats: Formats) -> [String] {
        let former = words.text(outlook.isMember ? "erased.member" : "erased.contact")
        let written =
            outlook.isClient
            ? nil : words.text("erase.person.stays", ["written": "\(outlook.written)", "former": former])
        return [written, outlook.keptUntil.map { words.text("erase.stays.invoices", ["date": formats.day($0)]) }]
            .compactMap(\.self)
    }
}
